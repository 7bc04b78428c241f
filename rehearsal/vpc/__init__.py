"""Whether traffic gets through the VPC of the embedded AWS, by everything that decides it on AWS."""

from .endpoints import AwsService, Endpoint, InternetHost, NetworkInterface, read_network_interface
from .reachability import find_obstacle

__all__ = [
    "AwsService",
    "Endpoint",
    "InternetHost",
    "NetworkInterface",
    "find_obstacle",
    "read_network_interface",
]
