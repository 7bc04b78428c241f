"""How this package's additions get into moto's classes and modules."""

from typing import Any


def put_into(owner: Any, **members: Any) -> None:
    """Adds each member to a class or module of moto, or puts it in the place of moto's own."""
    for name, member in members.items():
        setattr(owner, name, member)
