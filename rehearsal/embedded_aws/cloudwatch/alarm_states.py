"""PutMetricAlarm: a new alarm has no data yet, and a changed one keeps the state that it had."""

from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend

from rehearsal.embedded_aws.put_into import put_into

_PUT = CloudWatchBackend.put_metric_alarm

# What a change of the configuration leaves alone. CloudWatch API Reference, "PutMetricAlarm".
KEPT = ("history", "state_reason", "state_reason_data", "state_value", "state_updated_timestamp")


def _put_metric_alarm(self: CloudWatchBackend, name: str, *args: Any, **kwargs: Any) -> Alarm:
    before = self.alarms.get(name)
    alarm = _PUT(self, name, *args, **kwargs)
    if before is None:
        alarm.state_value = "INSUFFICIENT_DATA"
    else:
        put_into(alarm, **{attribute: getattr(before, attribute) for attribute in KEPT})
    return alarm


def install() -> None:
    """Puts the operation in the place of moto's."""
    put_into(CloudWatchBackend, put_metric_alarm=_put_metric_alarm)
