"""The ways to a load balancer and from it to tasks: clients of its listeners, its nodes, the targets behind them."""

from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.embedded_aws.elbv2.load_balancer_interfaces import description_of

from .endpoints import InternetHost, NetworkInterface, read_network_interface
from .network import Network
from .reachability import find_obstacle_in
from .security_groups import lets_anybody_in

Described = dict[str, Any]
INTERNET = InternetHost()


def find_closed_listener(aws: Any, listener_arns: Sequence[str], test_listener_arn: str | None) -> str | None:
    """Why a listener of these load balancers is reached by nobody who should reach it; None when all are.

    Clients of an internet-facing load balancer are in the internet. A test listener may be for a few alone.
    """
    elbv2 = aws.client("elbv2")
    network = Network(aws)
    arns = {_load_balancer_arn(elbv2, arn) for arn in listener_arns}
    for balancer in elbv2.describe_load_balancers(LoadBalancerArns=sorted(arns))["LoadBalancers"]:
        for listener in elbv2.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]:
            is_test = listener["ListenerArn"] == test_listener_arn
            for node in nodes_of(aws, balancer):
                closed = _find_closed_node(network, balancer, node, int(listener["Port"]), is_test)
                if closed:
                    return f"listener {listener['ListenerArn']} of port {listener['Port']}: {closed}"
    return None


def find_closed_target(aws: Any, target_group_arn: str, targets: Sequence[NetworkInterface], port: int) -> str | None:
    """Why a node of the load balancer reaches none of the targets, for requests or for health checks."""
    elbv2 = aws.client("elbv2")
    group = elbv2.describe_target_groups(TargetGroupArns=[target_group_arn])["TargetGroups"][0]
    network = Network(aws)
    check = group.get("HealthCheckPort", "traffic-port")
    ports = {port: "requests", port if check == "traffic-port" else int(check): "health checks"}
    for balancer in _load_balancers_of(elbv2, group):
        for node in nodes_of(aws, balancer):
            for target in targets:
                for number, what in ports.items():
                    closed = find_obstacle_in(network, node, target, number)
                    if closed:
                        return f"{what} of {group['TargetGroupName']} do not arrive: {closed}"
    return None


def nodes_of(aws: Any, balancer: Described) -> Iterator[NetworkInterface]:
    """The load balancer's network interfaces; those of an internet-facing one have a public address."""
    filters = [{"Name": "description", "Values": [description_of(balancer["LoadBalancerArn"])]}]
    for found in aws.client("ec2").describe_network_interfaces(Filters=filters)["NetworkInterfaces"]:
        node = read_network_interface(aws, found["NetworkInterfaceId"])
        yield NetworkInterface(
            subnet_id=node.subnet_id,
            security_group_ids=node.security_group_ids,
            private_address=node.private_address,
            has_public_address=balancer["Scheme"] != "internal",
            name=f"the load balancer {balancer['LoadBalancerName']}",
        )


def _find_closed_node(
    network: Network, balancer: Described, node: NetworkInterface, port: int, is_test: bool
) -> str | None:
    if balancer["Scheme"] != "internal" and not is_test:
        return find_obstacle_in(network, INTERNET, node, port)
    if balancer["Scheme"] == "internal" and _admits_the_internet(network, node, port):
        # Whoever opens a port to every address expects clients from everywhere.
        return f"the internet is let in, and {node} has no public address"
    if lets_anybody_in(network, node, port):
        return None
    return f"no ingress rule of {node} lets anybody who could ask in at port {port}"


def _admits_the_internet(network: Network, node: NetworkInterface, port: int) -> bool:
    public = NetworkInterface(node.subnet_id, node.security_group_ids, node.private_address, True, node.name)
    return find_obstacle_in(network, INTERNET, public, port) is None


def _load_balancer_arn(elbv2: Any, listener_arn: str) -> str:
    return str(elbv2.describe_listeners(ListenerArns=[listener_arn])["Listeners"][0]["LoadBalancerArn"])


def _load_balancers_of(elbv2: Any, group: Described) -> list[Described]:
    """Those that forward to it; a target group that waits for its first release has none yet, and will get these."""
    arns = group.get("LoadBalancerArns") or []
    try:
        named = {"LoadBalancerArns": arns} if arns else {}
        return list(elbv2.describe_load_balancers(**named)["LoadBalancers"])
    except ClientError:
        return []
