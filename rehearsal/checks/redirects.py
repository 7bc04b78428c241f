"""Where a load balancer's redirects send its users, who are not asked to follow them in a rehearsal."""

from collections.abc import Sequence
from typing import Any

from rehearsal.deploy.routing import Listener, Redirect, read_listener

OWN_HOST = "#{host}"


def find_lost_redirect(aws: Any, listener_arns: Sequence[str], test_listener_arn: str | None) -> str | None:
    """Why a redirect of these listeners' load balancers leads nowhere; None when all of them arrive.

    The test listener is not for users. A redirect to another host is its owner's business.
    Source: ELBv2 API Reference, "RedirectActionConfig".
    """
    elbv2 = aws.client("elbv2")
    described = elbv2.describe_listeners(ListenerArns=list(listener_arns))["Listeners"]
    for balancer in sorted({listener["LoadBalancerArn"] for listener in described}):
        all_of_it = elbv2.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
        listeners = [read_listener(listener) for listener in all_of_it]
        served = {(listener.protocol, listener.port) for listener in listeners if listener.arn != test_listener_arn}
        for listener in listeners:
            aim = _aim_of(listener)
            if aim and aim not in served - {(listener.protocol, listener.port)}:
                found = "itself" if aim in served else "where the load balancer has no listener for users"
                return (
                    f"listener {listener.arn} of port {listener.port}: protocol and port of its redirect lead to "
                    f"{aim[0]} at port {aim[1]}, {found}"
                )
    return None


def _aim_of(listener: Listener) -> tuple[str, int] | None:
    """Protocol and port of what the redirect names on this load balancer."""
    if not isinstance(listener.action, Redirect):
        return None
    location = listener.action.filled(protocol=listener.protocol.lower(), port=str(listener.port))
    if f"//{OWN_HOST}:" not in location:
        return None
    protocol, _, rest = location.partition("://")
    port = rest.removeprefix(f"{OWN_HOST}:").partition("/")[0]
    return protocol.upper(), int(port)
