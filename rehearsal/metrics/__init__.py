"""What CloudWatch would have measured, and the alarms of the embedded AWS as they stand on it.

    metrics = MetricStore(clock)
    LoadBalancerMetrics(metrics, front)    # feeds AWS/ApplicationELB
    count_event(aws, metrics, event)       # feeds AWS/Events
    read_alarm(aws, metrics, name).state   # OK, ALARM or INSUFFICIENT_DATA; None: there is no such alarm

The names, namespaces and dimensions are AWS's, so an alarm on a wrong one sees nothing here as it would there.
"""

from .alarms import AlarmState, read_alarm
from .events import count_event
from .load_balancer_metrics import LoadBalancerMetrics
from .store import MetricStore

__all__ = ["AlarmState", "LoadBalancerMetrics", "MetricStore", "count_event", "read_alarm"]
