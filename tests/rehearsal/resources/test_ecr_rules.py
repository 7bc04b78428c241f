"""What ECR refuses of a lifecycle policy."""

import copy
import json

import pytest

from rehearsal.resources.ecr_rules import require_fitting_rules
from rehearsal.resources.registry import InvalidProperty

RULES = [
    {
        "rulePriority": 1,
        "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1},
        "action": {"type": "expire"},
    },
    {
        "rulePriority": 2,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
        "action": {"type": "expire"},
    },
]


def policy(number, **changes):
    rules = copy.deepcopy(RULES)
    place = rules[number] if "rulePriority" in changes else rules[number]["selection"]
    place.update(changes)
    return json.dumps({"rules": rules})


def test_rules_that_fit_are_taken():
    require_fitting_rules(json.dumps({"rules": RULES}))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "policy: is no lifecycle policy"),
        (policy(1, rulePriority=1), "policy: two rules have one rulePriority: 1, 1"),
        (policy(0, rulePriority=3), "rules[1].selection.tagStatus: a rule for any image has the highest"),
        (policy(0, countUnit=None), "rules[0].selection.countUnit: it goes with a countType of sinceImagePushed"),
        (policy(1, countUnit="days"), "rules[1].selection.countUnit: it goes with"),
        (policy(0, tagStatus="tagged"), "rules[0].selection.tagStatus: tagged needs tagPrefixList"),
    ],
)
def test_rules_that_do_not_fit_name_the_property(text, reason):
    with pytest.raises(InvalidProperty) as refused:
        require_fitting_rules(text)

    assert reason in str(refused.value)
