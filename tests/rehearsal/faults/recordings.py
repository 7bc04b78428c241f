"""Recordings as a fault leaves them, made by hand."""

from rehearsal.checks import Answer
from rehearsal.deploy.forwarding import RequestRecord
from rehearsal.faults.recording import Recording, Request

BLUE, GREEN = "arn:blue", "arn:green"
TASK, OTHER_TASK = ("10.0.0.1", 8080), ("10.0.0.2", 8080)


def request(started, group=BLUE, lost=False, seconds=0.01, target=TASK, kind="short"):
    """One request; a lost one got a 500 from the application."""
    status, problem = (500, "status 500 from application") if lost else (200, "")
    answer = Answer(started, started + seconds, "keep-alive", status, problem, None, kind, f"trace-{started}-{group}")
    record = RequestRecord("arn:listener", group, target, status, True, seconds, trace_id=answer.trace_id)
    return Request(answer, record)


def recording(requests=(), rolled_back=10.0, **more):
    """A release that began at 0 and was rolled back at 10; blue answered every second."""
    blue = [request(float(second)) for second in range(12)]
    return Recording(BLUE, GREEN, began=0.0, rolled_back=rolled_back, ended=11.0, requests=[*blue, *requests], **more)
