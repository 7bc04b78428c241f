"""A release that goes wrong is noticed and goes back; an image is what it was when it was tested."""

from collections.abc import Iterator

from pulumi_policy import Severity

from .encryption_at_rest import REPOSITORY
from .exposure import DEPLOYMENT_GROUP
from .resources import Resource
from .rule import ADVISORY, MANDATORY, Options, Rule
from .values import UNKNOWN, at, listed, mappings, texts


def _rollback(resource: Resource, _options: Options) -> Iterator[str]:
    rollback = resource.at("autoRollbackConfiguration")
    if rollback is UNKNOWN:
        return
    enabled, events = at(rollback, "enabled"), at(rollback, "events")
    if enabled not in (True, UNKNOWN):
        yield "a deployment that fails stays where it is"
    elif events is not UNKNOWN and "DEPLOYMENT_FAILURE" not in [*texts(events), *_unknown(events)]:
        yield "DEPLOYMENT_FAILURE is not among the events that roll back"


def _unknown(events: object) -> list[str]:
    """An event that is not known yet may be any."""
    return ["DEPLOYMENT_FAILURE"] if UNKNOWN in listed(events) else []


def _alarms(resource: Resource, _options: Options) -> Iterator[str]:
    alarms = resource.at("alarmConfiguration")
    if alarms is UNKNOWN:
        return
    if at(alarms, "enabled") in (None, False) or at(alarms, "alarms") in (None, []):
        yield "no alarm stops a release that users suffer from"
        return
    if at(alarms, "ignorePollAlarmFailure") is True:
        yield "goes on with a release while nobody can read the alarms"
    events = resource.at("autoRollbackConfiguration.events")
    if events is not UNKNOWN and UNKNOWN not in listed(events) and "DEPLOYMENT_STOP_ON_ALARM" not in texts(events):
        yield "an alarm stops a release and leaves it there: DEPLOYMENT_STOP_ON_ALARM does not roll back"


def _immutable(resource: Resource, options: Options) -> Iterator[str]:
    mutability, allowed = resource.at("imageTagMutability"), texts(options["mutableTags"])
    if mutability in ("IMMUTABLE", UNKNOWN):
        return
    if mutability != "IMMUTABLE_WITH_EXCLUSION":
        yield "its tags can be moved to another image"
        return
    for each in mappings(resource.at("imageTagMutabilityExclusionFilters")):
        pattern = each.get("filter")
        if isinstance(pattern, str) and pattern not in allowed:
            yield f"tags like {pattern} can be moved to another image, allowed are {', '.join(allowed) or 'none'}"


def _scan(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.at("imageScanningConfiguration.scanOnPush") not in (True, UNKNOWN):
        yield "its images are not scanned when they are pushed"


POLICIES = (
    Rule(
        name="deployment-rollback",
        what="A deployment that fails is rolled back.",
        why="Otherwise users stay with half a release until somebody wakes up.",
        fix="Set autoRollbackConfiguration to enabled, with DEPLOYMENT_FAILURE among its events.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over((DEPLOYMENT_GROUP,), _rollback),
    Rule(
        name="deployment-alarms",
        what="Alarms stop a release and roll it back.",
        why="CodeDeploy itself only sees tasks that do not start, and no task that answers with errors.",
        fix="Set alarmConfiguration with alarms on errors and unhealthy hosts, add DEPLOYMENT_STOP_ON_ALARM to the "
        "events that roll back, and leave ignorePollAlarmFailure out.",
        level=ADVISORY,
        severity=Severity.MEDIUM,
    ).over((DEPLOYMENT_GROUP,), _alarms),
    Rule(
        name="image-tags-immutable",
        what="Tags of images cannot be moved.",
        why="A tag that was tested yesterday is another program today, and going back goes nowhere.",
        fix="Set imageTagMutability to IMMUTABLE, or IMMUTABLE_WITH_EXCLUSION for latest alone.",
        level=MANDATORY,
        severity=Severity.HIGH,
        options={
            "mutableTags": {
                "type": "array",
                "description": "The exclusion filters that may be used, each as it is written there.",
                "items": {"type": "string"},
                "default": ["latest"],
            }
        },
    ).over((REPOSITORY,), _immutable),
    Rule(
        name="image-scan",
        what="Images are scanned when they are pushed.",
        why="Most known holes come in with the base image, and are known to the scanner on the same day.",
        fix="Set imageScanningConfiguration.scanOnPush; disable the rule where the registry scans all repositories.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over((REPOSITORY,), _scan),
)
