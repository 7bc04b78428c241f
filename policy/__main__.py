"""The policy pack that the engine starts: `pulumi up --policy-pack policy`."""

from pulumi_policy import PolicyPack

from guardrails import POLICIES

PolicyPack("aws-release-guardrails", policies=list(POLICIES))
