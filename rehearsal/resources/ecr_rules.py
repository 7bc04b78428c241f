"""What ECR asks of the rules of a lifecycle policy, and moto does not.

Source: Amazon ECR User Guide, "Lifecycle policy parameters".
"""

import json
from typing import Any

from rehearsal.resources.registry import InvalidProperty

AGE = "sinceImagePushed"


def require_fitting_rules(policy: Any) -> None:
    """Priorities differ, a rule for any image comes last, and an age has its unit."""
    try:
        rules = json.loads(policy)["rules"]
    except (ValueError, TypeError, KeyError):
        raise InvalidProperty("policy", "is no lifecycle policy") from None
    priorities = [rule.get("rulePriority") for rule in rules]
    if len(set(priorities)) != len(priorities):
        raise InvalidProperty("policy", f"two rules have one rulePriority: {', '.join(map(str, priorities))}")
    for number, rule in enumerate(rules):
        selection = rule.get("selection") or {}
        path = f"policy.rules[{number}].selection"
        if (selection.get("countType") == AGE) != bool(selection.get("countUnit")):
            raise InvalidProperty(f"{path}.countUnit", f"it goes with a countType of {AGE}, and with no other")
        if selection.get("tagStatus") == "any" and rule.get("rulePriority") != max(priorities):
            raise InvalidProperty(f"{path}.tagStatus", "a rule for any image has the highest rulePriority")
        if selection.get("tagStatus") == "tagged" and not (
            selection.get("tagPrefixList") or selection.get("tagPatternList")
        ):
            raise InvalidProperty(f"{path}.tagStatus", "tagged needs tagPrefixList or tagPatternList")
