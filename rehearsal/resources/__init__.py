"""Pulumi resource types in AWS's calls: one file for each AWS service."""
