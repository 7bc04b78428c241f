"""What moto's Application Auto Scaling lacks: tags, AWS's errors, and policies that go with their target."""

from . import scalable_targets, tags


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    scalable_targets.install()
    tags.install()
