"""What CodeDeploy asks of the wires of a deployment group for ECS, and moto does not.

Source: AWS CodeDeploy API Reference, "CreateDeploymentGroup"; Amazon ECS Developer Guide, "Required resources for
Amazon ECS blue/green deployments" (both target groups and both listeners belong to one load balancer).
"""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.registry import Account, InvalidProperty, Properties

PAIR = "loadBalancerInfo.targetGroupPairInfo"


def require_fitting_platform(inputs: Properties, platform: str) -> None:
    """A service of ECS is for an application of the ECS platform alone."""
    if platform != "ECS" and inputs.get("ecsService"):
        raise InvalidProperty("ecsService", f"the application's compute platform is {platform}, it deploys to no ECS")


def require_different_routes(aws: Account, pair: Mapping[str, Any]) -> None:
    """Two target groups, and a listener for each kind of traffic: one for both would show green to all users."""
    names = [group["name"] for group in pair.get("targetGroups") or []]
    if len(set(names)) != len(names):
        raise InvalidProperty(f"{PAIR}.targetGroups[1].name", f"{names[1]} is both of the pair")
    production, test = ((pair.get(key) or {}).get("listenerArns") or [] for key in _ROUTES)
    if set(production) & set(test):
        raise InvalidProperty(f"{PAIR}.testTrafficRoute.listenerArns", "it is the production listener too")
    for key, arns in zip(_ROUTES, (production, test), strict=True):
        if pair.get(key) and len(arns) != 1:
            raise InvalidProperty(f"{PAIR}.{key}.listenerArns", f"got {len(arns)} listeners, allowed is one")
    _require_one_kind(aws, names)


def require_primary_behind(aws: Account, service: Mapping[str, Any], pair: Mapping[str, Any]) -> None:
    """The target group that serves is one of the pair, and behind the production listener.

    CodeDeploy says so with the first deployment: "Primary taskset target group must be behind listener".
    """
    elbv2 = aws.client("elbv2")
    names = [group["name"] for group in pair.get("targetGroups") or []]
    arns = {group["TargetGroupArn"]: group["TargetGroupName"] for group in _target_groups(aws, names)}
    primary = [one for one in service.get("taskSets", []) if one["status"] == "PRIMARY"]
    serving = [balancer["targetGroupArn"] for one in primary for balancer in one.get("loadBalancers", [])]
    for arn in serving:
        if arn not in arns:
            raise InvalidProperty(f"{PAIR}.targetGroups", f"{arn}, which the service's primary task set has, is none")
    for key in _ROUTES:
        for listener in (pair.get(key) or {}).get("listenerArns") or []:
            actions = elbv2.describe_listeners(ListenerArns=[listener])["Listeners"][0]["DefaultActions"]
            behind = {arn for action in actions for arn in _forwarded(action)}
            if serving and not behind & set(arns):
                raise InvalidProperty(f"{PAIR}.{key}.listenerArns", f"{listener} forwards to none of the pair")
            if serving and key == _ROUTES[0] and not behind & set(serving):
                reason = f"Primary taskset target group must be behind listener {listener}"
                raise InvalidProperty(f"{PAIR}.{key}.listenerArns", reason)


_ROUTES = ("prodTrafficRoute", "testTrafficRoute")


def _forwarded(action: Mapping[str, Any]) -> list[str]:
    groups = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
    named = [group["TargetGroupArn"] for group in groups if group.get("Weight", 1)]
    return named or [arn for arn in [action.get("TargetGroupArn")] if arn]


def _require_one_kind(aws: Account, names: list[str]) -> None:
    groups = _target_groups(aws, names)
    for member in ("VpcId", "Protocol", "TargetType"):
        if len({group.get(member) for group in groups}) > 1:
            got = ", ".join(f"{group['TargetGroupName']} has {group.get(member)}" for group in groups)
            raise InvalidProperty(f"{PAIR}.targetGroups", f"the pair differs in {member}: {got}")


def _target_groups(aws: Account, names: list[str]) -> list[dict[str, Any]]:
    return list(aws.client("elbv2").describe_target_groups(Names=names)["TargetGroups"]) if names else []
