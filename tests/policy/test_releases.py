"""Releases that go back by themselves, and images that stay what they are."""

from typing import Any

import pytest

from tests.policy.judged import UNKNOWN, complaints

GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup"
REPOSITORY = "aws:ecr/repository:Repository"
ROLLBACK = {"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}
ALARMS = {"enabled": True, "alarms": ["web-errors"]}
STAYS = "a deployment that fails stays where it is"
NO_FAILURE = "DEPLOYMENT_FAILURE is not among the events that roll back"
NO_ALARM = "no alarm stops a release that users suffer from"


@pytest.mark.parametrize(
    ("rollback", "expected"),
    [
        (ROLLBACK, []),
        ({"enabled": True, "events": UNKNOWN}, []),
        ({"enabled": True, "events": [UNKNOWN]}, []),
        (UNKNOWN, []),
        (None, [STAYS]),
        ({**ROLLBACK, "enabled": False}, [STAYS]),
        ({"enabled": True, "events": ["DEPLOYMENT_STOP_ON_REQUEST"]}, [NO_FAILURE]),
        ({"enabled": True}, [NO_FAILURE]),
    ],
)
def test_a_deployment_that_fails_goes_back(rollback: Any, expected: list[str]) -> None:
    assert complaints("deployment-rollback", GROUP, {"autoRollbackConfiguration": rollback}) == expected


@pytest.mark.parametrize(
    ("alarms", "rollback", "expected"),
    [
        (ALARMS, ROLLBACK, []),
        ({"enabled": True, "alarms": UNKNOWN}, ROLLBACK, []),
        (UNKNOWN, ROLLBACK, []),
        (None, ROLLBACK, [NO_ALARM]),
        ({"enabled": False, "alarms": ["web-errors"]}, ROLLBACK, [NO_ALARM]),
        ({"enabled": True, "alarms": []}, ROLLBACK, [NO_ALARM]),
        (
            {**ALARMS, "ignorePollAlarmFailure": True},
            ROLLBACK,
            ["goes on with a release while nobody can read the alarms"],
        ),
        (
            ALARMS,
            {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
            ["an alarm stops a release and leaves it there: DEPLOYMENT_STOP_ON_ALARM does not roll back"],
        ),
    ],
)
def test_alarms_stop_a_release_and_roll_it_back(alarms: Any, rollback: Any, expected: list[str]) -> None:
    properties = {"alarmConfiguration": alarms, "autoRollbackConfiguration": rollback}

    assert complaints("deployment-alarms", GROUP, properties) == expected


def excluding(*filters: str) -> dict[str, Any]:
    return {
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filter": each, "filterType": "WILDCARD"} for each in filters],
    }


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"imageTagMutability": "IMMUTABLE"}, []),
        (excluding("latest"), []),
        ({"imageTagMutability": UNKNOWN}, []),
        ({"imageTagMutability": "MUTABLE"}, ["its tags can be moved to another image"]),
        ({}, ["its tags can be moved to another image"]),
        (excluding("latest", "*"), ["tags like * can be moved to another image, allowed are latest"]),
        (excluding("release-*"), ["tags like release-* can be moved to another image, allowed are latest"]),
    ],
)
def test_tags_of_images_stay_where_they_are(properties: dict[str, Any], expected: list[str]) -> None:
    assert complaints("image-tags-immutable", REPOSITORY, properties) == expected


def test_which_tags_may_move_is_the_companys_to_say() -> None:
    assert complaints("image-tags-immutable", REPOSITORY, excluding("edge"), config={"mutableTags": ["edge"]}) == []


@pytest.mark.parametrize(("scan", "said"), [(True, 0), (UNKNOWN, 0), (False, 1), (None, 1)])
def test_images_are_scanned_when_pushed(scan: Any, said: int) -> None:
    found = complaints("image-scan", REPOSITORY, {"imageScanningConfiguration": {"scanOnPush": scan}})

    assert found == ["its images are not scanned when they are pushed"] * said
