"""How much time each step of the test gets, so that its result is reported before Lambda ends it."""

LOOKUP_SECONDS = 5
"""To ask EC2 for the load balancer's addresses, once an attempt."""

CONNECT_SECONDS = 5
"""To connect to a node, TLS included."""

ANSWER_SECONDS = 10
"""For the answer, where no latency is set."""

START_SECONDS = 5
"""To start the function's own code."""

REPORT_SECONDS = 20
"""Kept back to report the result to CodeDeploy, with a second and a third try."""


def longest_run_seconds(attempts: int, interval_seconds: int, max_latency_ms: int | None) -> int:
    """How long the function runs at most: each attempt uses up its time, and so does the report."""
    answer = ANSWER_SECONDS if max_latency_ms is None else -(-max_latency_ms // 1000)
    attempt = LOOKUP_SECONDS + CONNECT_SECONDS + answer
    return START_SECONDS + attempts * attempt + (attempts - 1) * interval_seconds + REPORT_SECONDS
