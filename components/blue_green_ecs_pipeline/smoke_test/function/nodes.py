"""The private addresses of the load balancer's nodes.

Its name resolves to public addresses, also inside the VPC, which a function there cannot reach without NAT. The nodes
come and go as the load balancer grows and shrinks, so they are looked up each time.
Source: AWS re:Post, "What is the source IP address of the traffic that Elastic Load Balancing sends to my
web servers?": each node's network interface is described as `ELB app/<name>/<id>`.
"""

from collections.abc import Mapping
from urllib.parse import urlencode
from xml.etree import ElementTree

from .aws_call import call

API_VERSION = "2016-11-15"


class NoNodesError(Exception):
    """The load balancer has no node, or none that may be seen."""


def find_nodes(load_balancer: str, environment: Mapping[str, str], seconds: float) -> list[str]:
    """The addresses of the load balancer app/<name>/<id>.

    Raises:
        NoNodesError: where there is none.
        AwsRefusalError: where EC2 refuses.
        NoAnswerError: where EC2 does not answer in time.
    """
    description = f"ELB {load_balancer}"
    addresses: list[str] = []
    token: str | None = ""
    while token is not None:
        page = _page(description, token, environment, seconds)
        addresses += [found.text or "" for found in page.iterfind("{*}networkInterfaceSet/{*}item/{*}privateIpAddress")]
        token = page.findtext("{*}nextToken") or None
    if not addresses:
        raise NoNodesError(f"EC2 knows no network interface that is described as {description}")
    return sorted(addresses)


def _page(description: str, token: str, environment: Mapping[str, str], seconds: float) -> ElementTree.Element:
    parameters = {
        "Action": "DescribeNetworkInterfaces",
        "Version": API_VERSION,
        "Filter.1.Name": "description",
        "Filter.1.Value.1": description,
        **({"NextToken": token} if token else {}),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = call("ec2", headers, urlencode(parameters).encode(), environment, seconds)
    return ElementTree.fromstring(answer.body)
