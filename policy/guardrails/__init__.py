"""Rules over the AWS resources of a Pulumi stack; each family has a file, and `pack` lists them all."""

from .pack import FAMILIES, POLICIES

__all__ = ["FAMILIES", "POLICIES"]
