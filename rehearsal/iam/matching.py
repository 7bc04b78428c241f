"""Patterns of policies: * and ? in actions, in ARNs and in plain texts.

Source: AWS IAM User Guide, "IAM JSON policy elements: Resource" and "IAM JSON policy elements: Action".
"""

import re
from functools import cache

ARN_PARTS = 6


def matches_action(pattern: str, action: str) -> bool:
    """Whether an Action element covers this action; the case of letters does not count."""
    return _expression(pattern.lower()).fullmatch(action.lower()) is not None


def matches_text(pattern: str, text: str) -> bool:
    """Whether the text is of this form."""
    return _expression(pattern).fullmatch(text) is not None


def matches_arn(pattern: str, arn: str) -> bool:
    """Whether an ARN is of this form, part by part: a wildcard reaches over a colon in the last part alone."""
    patterns, parts = pattern.split(":", ARN_PARTS - 1), arn.split(":", ARN_PARTS - 1)
    return len(patterns) == len(parts) == ARN_PARTS and all(map(matches_text, patterns, parts))


def matches_resource(pattern: str, resource: str) -> bool:
    """Whether a Resource element covers this resource: everything, or ARNs of one form."""
    return pattern == "*" or matches_arn(pattern, resource)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    wildcards = {"*": ".*", "?": "."}
    return re.compile("".join(wildcards.get(character, re.escape(character)) for character in pattern), re.DOTALL)
