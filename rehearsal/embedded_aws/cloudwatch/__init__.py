"""What moto's CloudWatch does otherwise than AWS."""

from . import alarm_states


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    alarm_states.install()
