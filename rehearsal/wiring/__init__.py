"""Breaks one wire at a time in what a program registers, and tells whether the rehearsal turns red."""
