"""All rules, family by family."""

from pulumi_policy import Policy

from . import (
    encryption_at_rest,
    encryption_in_transit,
    exposure,
    iam,
    logs,
    plain_secrets,
    production,
    releases,
    storage_exposure,
    tags,
)

FAMILIES: dict[str, tuple[Policy, ...]] = {
    "Public exposure": (*exposure.POLICIES, *storage_exposure.POLICIES),
    "Encryption at rest": encryption_at_rest.POLICIES,
    "Encryption in transit": encryption_in_transit.POLICIES,
    "Logs": logs.POLICIES,
    "Secrets": plain_secrets.POLICIES,
    "Tags": tags.POLICIES,
    "IAM": iam.POLICIES,
    "Releases": releases.POLICIES,
    "Production": production.POLICIES,
}
"""What belongs together, in the order of the README's table."""

POLICIES: tuple[Policy, ...] = tuple(policy for family in FAMILIES.values() for policy in family)
