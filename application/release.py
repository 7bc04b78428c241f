"""What a release changes: edit these two lines, push, and watch the colour move from blue to green."""

COLOUR = "#1f77b4"
"""Background of the page: any CSS colour. #2ca02c is a good green for the next release."""

VERSION = "1"
"""Shown on the page and at /version."""
