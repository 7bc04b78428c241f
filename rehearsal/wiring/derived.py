"""The mistakes that this project's own proof makes."""

from .mutation import Mutation
from .proof import Inputs


def derive(registered: Inputs) -> list[Mutation]:
    """One mistake of each kind for each wire."""
    return []
