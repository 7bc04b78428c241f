"""Does what the first up makes still fit into the account's quotas?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from automation.doctor.case import AWS_ERRORS, Case, said
from automation.doctor.finding import Finding, State

PAGE = "https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html"


@dataclass(frozen=True)
class Quota:
    """One quota, and how much of it is used."""

    what: str
    service: str
    code: str
    used: Callable[[Case], int]
    needed: Callable[[Case], int]


def look(case: Case) -> Iterator[Finding]:
    """Before the first up alone: afterwards everything is there."""
    if case.is_up:
        return
    for quota in QUOTAS:
        needed = quota.needed(case)
        if needed:
            yield _finding(case, quota, needed)


def _finding(case: Case, quota: Quota, needed: int) -> Finding:
    try:
        limit, used = _limit(case, quota), quota.used(case)
    except AWS_ERRORS as error:
        return Finding("quotas", State.UNKNOWN, f"the quota of {quota.what} could not be read ({said(error)})")
    sentence = f"{quota.what}: {used} of {limit} used, {needed} needed"
    if used + needed <= limit:
        return Finding("quotas", State.OK, sentence)
    way_out = f"ask for more, service {quota.service}, quota {quota.code}"
    return Finding("quotas", State.MISSING, sentence, way_out, PAGE)


def _limit(case: Case, quota: Quota) -> int:
    """The account's own value; where it has none, AWS's default."""
    client = case.client("service-quotas")
    try:
        found = client.get_service_quota(ServiceCode=quota.service, QuotaCode=quota.code)["Quota"]
    except client.exceptions.NoSuchResourceException:
        pages = client.get_paginator("list_aws_default_service_quotas").paginate(ServiceCode=quota.service)
        found = next((one for page in pages for one in page["Quotas"] if one["QuotaCode"] == quota.code), None)
        if found is None:
            raise
    return int(found["Value"])


def _count(client: Any, operation: str, key: str, keep: Callable[[Any], bool] = lambda item: True) -> int:
    pages = client.get_paginator(operation).paginate()
    return sum(keep(item) for page in pages for item in page[key])


def _vpcs(case: Case) -> int:
    return _count(case.client("ec2"), "describe_vpcs", "Vpcs")


def _addresses(case: Case) -> int:
    return len(case.client("ec2").describe_addresses()["Addresses"])


def _load_balancers(case: Case) -> int:
    is_one = lambda found: found["Type"] == "application"  # noqa: E731
    return _count(case.client("elbv2"), "describe_load_balancers", "LoadBalancers", is_one)


def _new_vpcs(case: Case) -> int:
    return 0 if case.group("network").get("vpcId") else 1


def _new_addresses(case: Case) -> int:
    """One for each NAT gateway."""
    network = case.group("network")
    if not _new_vpcs(case):
        return 0
    zones = int(network.get("availabilityZones", 2))
    return {"none": 0, "one-per-zone": zones}.get(network.get("nat", "single"), 1)


QUOTAS = (
    Quota("VPCs", "vpc", "L-F678F1CE", _vpcs, _new_vpcs),
    Quota("Elastic IP addresses", "ec2", "L-0263D0A3", _addresses, _new_addresses),
    Quota("Application Load Balancers", "elasticloadbalancing", "L-53DA6B97", _load_balancers, lambda case: 1),
)
