"""CloudWatch Logs: what moto's own lacks."""

from . import keys


def install() -> None:
    """Adds it."""
    keys.install()
