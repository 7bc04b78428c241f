"""A hook's packaged code runs for real, in its network, and only what it reports counts."""

import pytest

from rehearsal.deploy import Clock
from tests.rehearsal.deploy.hooked_stack import NAME, HookedStack

# An hour takes three seconds.
CLOCK = Clock(speed=1200)
REPORT_WHAT_GREEN_SAYS = """
answer = ask(os.environ["NODE"], 8080, "/version")
print("green says", answer)
report(event, "Succeeded" if answer["colour"] == "green" else "Failed")
"""


def release(serve, handler, event="AfterAllowTestTraffic", behaviour="", function=None, clock=None, **stack):
    served = serve(clock=clock or CLOCK, rollback=True)
    hooked = HookedStack(served.stack, **stack)
    if handler:
        hooked.function(handler, **(function or {}))
    result = served.deploy(hooked.artifact(event, behaviour=behaviour))
    return served, result


def errors(served):
    metrics = served.front.metrics
    last = int(metrics.now() // 60) * 60
    sums = [
        metrics.statistic("AWS/Lambda", "Errors", {"FunctionName": NAME}, "Sum", start, 60)
        for start in range(0, last + 60, 60)
    ]
    return sum(value for value in sums if value)


def test_a_hook_asks_green_through_the_test_listener_and_lets_the_release_go_on(serve):
    served, result = release(serve, REPORT_WHAT_GREEN_SAYS)

    assert result.failure is None
    assert any("green says {'colour': 'green'" in line for line in served.said)
    assert errors(served) == 0


def test_before_test_traffic_the_same_hook_finds_no_green_and_fails_the_release(serve):
    served, result = release(serve, REPORT_WHAT_GREEN_SAYS, event="AfterInstall", behaviour="")

    assert (result.failed_at, result.error_code, result.rolled_back) == ("AfterInstall", "HOOK_EXECUTION_FAILURE", True)
    assert served.stack.action_of("production") == {"first": 100, "second": 0}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"services": ()}, "no usable endpoint for AWS's codedeploy"),
        ({"ingress": False}, "8080"),
        ({"port": 80}, "8080"),
        ({"vpc": False}, "is in no VPC and reaches no private address"),
    ],
)
def test_what_the_vpc_does_not_let_through_is_dropped_and_the_hook_never_reports(serve, broken, said):
    served, result = release(serve, REPORT_WHAT_GREEN_SAYS, **broken)

    assert result.error_code == "HOOK_EXECUTION_FAILURE"
    assert result.failure.startswith(f"{NAME} has not reported within an hour")
    assert any(line.strip().startswith("[network]") and said in line for line in served.said)
    assert errors(served) == 1


@pytest.mark.parametrize(
    ("handler", "function", "said"),
    [
        ("raise RuntimeError('no luck')", {}, "RuntimeError: no luck"),
        ("import nothing_like_this", {}, "ModuleNotFoundError"),
        ("import sys; sys.exit(3)", {}, "SystemExit: 3"),
        ("time.sleep(600)", {"timeout": 30}, "Task timed out after 30.00 seconds"),
        ("pass", {"Handler": "check.other"}, "AttributeError"),
        ("chunks = [bytearray(2**20) for _ in range(400)]", {"MemorySize": 128}, "MemoryError"),
    ],
)
def test_an_error_of_the_function_is_counted_and_is_no_answer(serve, handler, function, said):
    served, result = release(serve, handler, function=function)

    assert result.failure.startswith(f"{NAME} has not reported within an hour")
    assert said in result.failure
    assert errors(served) == 1


def test_a_function_that_says_nothing_fails_the_event_after_an_hour(serve):
    served, result = release(serve, "return 'fine'")

    assert (result.failed_at, result.failure) == ("AfterAllowTestTraffic", f"{NAME} has not reported within an hour")
    assert result.events[4].aws_duration_seconds == pytest.approx(3600, rel=0.2)
    assert errors(served) == 0


def test_a_function_at_work_is_not_cut_off_by_an_hour_that_takes_a_second(serve):
    at_work = "__import__('threading').Event().wait(2)"

    _, result = release(serve, f"{at_work}\nreport(event, 'Succeeded')", clock=Clock(speed=3600))

    assert result.failure is None


def test_a_reported_failure_is_one_at_once(serve):
    served, result = release(serve, "report(event, 'Failed')")

    assert result.failure == f"{NAME} has reported Failed"
    assert result.events[4].aws_duration_seconds < 3600


def test_a_function_that_does_not_exist_fails_the_event(serve):
    _, result = release(serve, "")

    assert (result.error_code, result.failure) == ("INVALID_LAMBDA_FUNCTION", f"there is no Lambda function {NAME}")


def test_a_function_knows_its_time_and_its_name_and_nothing_of_this_machine(serve, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_PERSON", "hidden")

    served, result = release(
        serve,
        """
        print("left", context.get_remaining_time_in_millis() > 55000, context.function_name)
        time.sleep(30)
        print("later", 20000 < context.get_remaining_time_in_millis() < 31000)
        print("knows", sorted(name for name in os.environ if "SECRET_OF" in name or "ENDPOINT" in name))
        report(event, "Succeeded")
        """.replace("\n        ", "\n"),
    )

    said = [line.strip() for line in served.said]
    assert result.succeeded
    assert {f"left True {NAME}", "later True", "knows []"} <= set(said)


def test_a_public_name_leads_to_public_addresses_which_need_a_way_out(serve):
    served, result = release(serve, "ask(os.environ['BALANCER'], 8080, '/version')")

    assert not result.succeeded
    assert any("[network] 198.18.0.1:8080" in line for line in served.said)
