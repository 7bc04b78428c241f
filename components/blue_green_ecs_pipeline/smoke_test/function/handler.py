"""Lambda runs `handle` when green answers test traffic, and no user is there yet.

Whatever happens, CodeDeploy gets a result: without one it would wait for an hour.
Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section", Amazon ECS.
"""

import os
import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

from .deadline import within
from .nodes import find_nodes
from .question import Question
from .report import Hook, report
from .time_budget import LOOKUP_SECONDS, REPORT_SECONDS


def handle(event: Mapping[str, str], context: Any) -> dict[str, str]:
    """Asks green through every node of the load balancer, and reports to CodeDeploy.

    Raises:
        NotReportedError: where CodeDeploy could not be told; Lambda's metric Errors counts that.
        KeyError: where the event is not CodeDeploy's.
    """
    hook = Hook.of(event)
    environment = dict(os.environ)
    seconds = context.get_remaining_time_in_millis() / 1000 - REPORT_SECONDS
    problem: str | None
    given_up = threading.Event()
    try:
        problem = within(seconds, lambda: _problem(environment, given_up))
    except TimeoutError as error:
        problem = f"the test was {error}"
    except BaseException as error:  # also an exit must not cost an hour
        problem = f"{type(error).__name__}: {error}"
    # Lambda thaws what is left of a process for the next release: it must not ask on behalf of this one.
    given_up.set()
    status = "Succeeded" if problem is None else "Failed"
    print(f"{status}: {problem or 'every node gave the right answer'}", flush=True)
    report(hook, status, environment)
    return {"status": status}


def _problem(environment: Mapping[str, str], given_up: threading.Event) -> str | None:
    """What was wrong last; None as soon as so many attempts in a row are right as must be. No attempt once given up."""
    question = Question.of(environment)
    attempts, required = int(environment["ATTEMPTS"]), int(environment["REQUIRED_SUCCESSES"])
    last, in_a_row = "there were too few attempts", 0
    for attempt in range(1, attempts + 1):
        if attempt > 1:
            time.sleep(int(environment["INTERVAL_SECONDS"]))
        if given_up.is_set():
            break
        problem = _problem_of_an_attempt(question, environment)
        print(f"attempt {attempt} of {attempts}: {problem or 'right'}", flush=True)
        last, in_a_row = (last, in_a_row + 1) if problem is None else (problem, 0)
        if in_a_row == required:
            return None
        if in_a_row + attempts - attempt < required:
            break
    return last if required == 1 else f"not {required} right attempts in a row: {last}"


def _problem_of_an_attempt(question: Question, environment: Mapping[str, str]) -> str | None:
    try:
        load_balancer = environment["LOAD_BALANCER"]
        nodes = within(LOOKUP_SECONDS, lambda: find_nodes(load_balancer, environment, LOOKUP_SECONDS))
    except Exception as error:  # the next attempt may find them
        return f"{type(error).__name__}: {error}"
    # All at once: a second node must not double the time.
    found: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    for node in nodes:
        threading.Thread(target=lambda node=node: found.put(_problem_of_a_node(question, node)), daemon=True).start()
    problems = sorted(problem for problem in (found.get() for _ in nodes) if problem is not None)
    return "; ".join(problems) or None


def _problem_of_a_node(question: Question, node: str) -> str | None:
    try:
        problem = question.problem_at(node)
    except BaseException as error:  # whoever waits for this node would wait forever
        problem = f"{type(error).__name__}: {error}"
    return None if problem is None else f"node {node}: {problem}"
