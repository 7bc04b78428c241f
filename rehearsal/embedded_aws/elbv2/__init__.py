"""What moto's Elastic Load Balancing lacks: the load balancer's nodes in its subnets."""

from . import load_balancer_interfaces


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    load_balancer_interfaces.install()
