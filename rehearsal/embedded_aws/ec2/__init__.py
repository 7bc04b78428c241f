"""What moto's EC2 does otherwise than AWS with network interfaces."""

from . import endpoint_interfaces, in_use, network_interfaces


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    network_interfaces.install()
    in_use.install()
    endpoint_interfaces.install()
