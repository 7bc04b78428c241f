"""Do the alarms exist that a release is to be stopped by? CodeDeploy does not ask."""

from collections.abc import Iterator, Mapping

from automation.doctor.case import AWS_ERRORS, Case, said
from automation.doctor.finding import Finding, State

PAGE = "https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html"
AT_ONCE = 100  # CloudWatch API Reference, "DescribeAlarms"


def look(case: Case) -> Iterator[Finding]:
    """Those of the user's own, in deployment.alarms.names; none are named, nothing is said."""
    alarms = case.group("deployment").get("alarms")
    named = alarms.get("names") if isinstance(alarms, Mapping) else None
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    if not names:
        return
    try:
        found = {name for start in range(0, len(names), AT_ONCE) for name in _existing(case, names[start:][:AT_ONCE])}
    except AWS_ERRORS as error:
        yield Finding("alarms", State.UNKNOWN, f"the alarms could not be read ({said(error)})")
        return
    missing = [name for name in names if name not in found]
    for name in missing:
        yield Finding("alarms", State.MISSING, f"there is no alarm {name} in {case.region}", "", PAGE)
    if not missing:
        yield Finding("alarms", State.OK, f"{len(names)} alarms exist")


def _existing(case: Case, names: list[str]) -> list[str]:
    answer = case.client("cloudwatch").describe_alarms(
        AlarmNames=names, AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=AT_ONCE
    )
    return [alarm["AlarmName"] for alarm in (*answer.get("MetricAlarms", []), *answer.get("CompositeAlarms", []))]
