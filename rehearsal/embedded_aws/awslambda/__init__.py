"""What moto's Lambda lacks: functions read back in full, and their interfaces in a VPC."""

from . import function_in_full, invocations, network_interfaces


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    function_in_full.install()
    network_interfaces.install()
    invocations.install()
