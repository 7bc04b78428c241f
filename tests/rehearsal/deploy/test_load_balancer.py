"""The local load balancer does what the listeners of the embedded AWS say, at every moment."""

import http.client
import json
import threading
import time
from collections import Counter

import pytest

from rehearsal.checks import SteadyClient
from rehearsal.deploy import Clock
from rehearsal.deploy.routing import NotModelled
from tests.rehearsal.deploy.balanced_targets import wait_for


def test_requests_go_round_robin_to_the_healthy_targets(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("blue", "two", "10.0.0.12")

    answered = balanced.asked(6)

    assert Counter(answered) == {"one": 3, "two": 3}


def test_the_application_sees_who_asked_and_how(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")

    hop = {"Connection": "X-Hop", "X-Hop": "1"}
    headers = {"Host": "example.com", "X-Forwarded-For": "192.0.2.7", "Cookie": "a=b"}
    seen = json.loads(balanced.ask("/a%20b?q=%2F", headers=headers | hop)[1])

    assert seen["path"] == "/a%20b?q=%2F"
    assert seen["headers"]["X-Amzn-Trace-Id"].startswith("Root=1-")
    del seen["headers"]["X-Amzn-Trace-Id"]
    assert seen["headers"] == {
        "Host": "example.com",
        "Accept-Encoding": "identity",
        "Cookie": "a=b",
        "X-Forwarded-For": "192.0.2.7, 127.0.0.1",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Port": "80",
    }


def test_a_changed_listener_is_followed_without_being_told(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("green", "two", "10.0.0.12")

    balanced.aws.client("elbv2").modify_listener(
        ListenerArn=balanced.listener,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": balanced.groups["green"]}],
    )

    wait_for(lambda: balanced.asked(1) == ["two"], seconds=2)


def test_weights_are_kept_to_the_request(balance):
    balanced = balance()
    balanced.forward(blue=90, green=10)
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("green", "two", "10.0.0.12")

    answered = balanced.asked(20)

    assert Counter(answered) == {"one": 18, "two": 2}


def test_a_target_group_with_weight_0_gets_health_checks_and_no_request(balance):
    balanced = balance()
    balanced.forward(blue=100, green=0)
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("green", "two", "10.0.0.12")

    answered = balanced.asked(10)

    assert balanced.state("green", "10.0.0.12") == "healthy"
    assert answered == ["one"] * 10


def test_targets_of_a_group_that_no_listener_names_are_unused(balance):
    balanced = balance()

    balanced.register("green", "two", "10.0.0.12")

    assert balanced.state("green", "10.0.0.12") == "unused"


def test_without_a_registered_target_the_answer_is_503(balance):
    balanced = balance()

    response, _ = balanced.ask()

    assert (response.status, response.getheader("Server")) == (503, "awselb/2.0")


def test_a_target_that_refuses_connections_is_a_502(balance):
    balanced = balance()
    balanced.register("blue", "gone", "10.0.0.11", running=False)
    wait_for(lambda: balanced.state("blue", "10.0.0.11") == "unhealthy")

    response, _ = balanced.ask()

    # Unhealthy targets are asked where there is no other: the load balancer fails open.
    assert (response.status, response.getheader("Server")) == (502, "awselb/2.0")


def test_a_new_target_gets_nothing_before_its_first_good_health_check(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("blue", "starting", "10.0.0.12", running=False)

    answered = balanced.asked(10)

    assert answered == ["one"] * 10


def test_a_target_that_turns_unhealthy_gets_nothing_until_it_recovers(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("blue", "two", "10.0.0.12")

    balanced.backends["two"].health_status = 500
    wait_for(lambda: balanced.state("blue", "10.0.0.12") == "unhealthy")
    while_unhealthy = balanced.asked(6)
    reasons = [d["TargetHealth"] for d in balanced.front.target_health(balanced.groups["blue"])]
    balanced.backends["two"].health_status = 204
    wait_for(lambda: balanced.state("blue", "10.0.0.12") == "healthy")

    assert while_unhealthy == ["one"] * 6
    assert {
        "State": "unhealthy",
        "Reason": "Target.ResponseCodeMismatch",
        "Description": "Health checks failed with these codes: [500]",
    } in reasons


def test_a_draining_target_finishes_its_request_and_gets_no_other(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("blue", "two", "10.0.0.12")
    slow: list[int] = []
    askers = [threading.Thread(target=lambda: slow.append(balanced.ask("/slow?seconds=0.5")[0].status)) for _ in "ab"]
    for asker in askers:
        asker.start()
    time.sleep(0.2)

    balanced.deregister("blue", "10.0.0.12")
    state, answered = balanced.state("blue", "10.0.0.12"), balanced.asked(4)
    balanced.front.wait_until_drained(balanced.groups["blue"], "10.0.0.12")
    for asker in askers:
        asker.join()

    assert state == "draining"
    assert answered == ["one"] * 4
    assert slow == [200, 200]
    assert balanced.state("blue", "10.0.0.12") is None


def test_a_request_longer_than_the_deregistration_delay_is_cut_off(balance):
    balanced = balance(clock=Clock(speed=200, request_speed=10), deregistration_delay_seconds=3)
    balanced.register("blue", "one", "10.0.0.11")
    ended: list[object] = []

    def ask() -> None:
        try:
            ended.append(balanced.ask("/slow?seconds=2")[0].status)
        except (http.client.HTTPException, OSError) as error:
            ended.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    time.sleep(0.2)
    began = time.monotonic()
    balanced.deregister("blue", "10.0.0.11")
    asker.join()

    assert isinstance(ended[0], (http.client.HTTPException, OSError))
    assert 0.2 < time.monotonic() - began < 1.5


def test_a_client_keeps_its_connection_through_a_shift(balance):
    balanced = balance()
    balanced.forward(blue=100, green=0)
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("green", "two", "10.0.0.12")
    connection = balanced.connect()
    answered = []

    for weights in ({"blue": 100, "green": 0}, {"blue": 0, "green": 100}):
        balanced.forward(**weights)
        connection.request("GET", "/")
        answered.append(connection.getresponse())
        answered[-1].read()

    assert [response.getheader("X-Backend") for response in answered] == ["one", "two"]
    assert connection.sock is not None


def test_connections_to_a_target_are_used_again(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")

    balanced.asked(20)

    assert len(balanced.backends["one"].connections) == 1


def test_an_upload_is_streamed_whatever_its_form(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    body = b"x" * 300_000

    known, text = balanced.ask("/", "POST", body=body)
    chunked, chunked_text = balanced.ask("/", "POST", body=iter([body, body]), encode_chunked=True)

    assert (known.status, json.loads(text)) == (201, {"received": 300_000})
    assert (chunked.status, json.loads(chunked_text)) == (201, {"received": 600_000})


def test_an_answer_is_streamed_as_it_comes(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    connection = balanced.connect()

    began = time.monotonic()
    connection.request("GET", "/stream")
    response = connection.getresponse()
    first = response.read(3)
    first_after = time.monotonic() - began
    rest = response.read()

    assert (first, rest) == (b"one", b"twothree")
    assert first_after < 0.2


def test_a_head_request_has_the_length_and_no_body(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")

    response, body = balanced.ask("/", "HEAD")

    assert int(response.getheader("Content-Length")) > 0
    assert body == b""


def test_a_connection_that_the_target_drops_is_a_502_and_not_tried_again_in_silence(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    balanced.ask()

    response, _ = balanced.ask("/drop")

    assert (response.status, balanced.backends["one"].dropped) == (502, 1)


def test_an_answer_that_breaks_off_is_not_passed_off_as_complete(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")

    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        balanced.ask("/cut")


def test_a_redirect_is_answered_with_the_requests_own_parts(balance):
    balanced = balance()

    balanced.act({"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}})
    response, _ = balanced.ask("/a/b?c=d", headers={"Host": "example.com"})

    assert (response.status, response.getheader("Location")) == (301, "https://example.com:443/a/b?c=d")


def test_a_fixed_response_is_answered_without_a_target(balance):
    balanced = balance()

    balanced.act(
        {
            "Type": "fixed-response",
            "FixedResponseConfig": {"StatusCode": "418", "ContentType": "text/plain", "MessageBody": "short"},
        }
    )
    response, body = balanced.ask()

    assert (response.status, body) == (418, b"short")


def test_an_action_that_is_not_acted_out_is_an_error_and_not_ignored(balance):
    balanced = balance()
    groups = [{"TargetGroupArn": balanced.groups["blue"], "Weight": 1}]

    with pytest.raises(NotModelled, match="stickiness between the target groups"):
        balanced.act(
            {
                "Type": "forward",
                "ForwardConfig": {
                    "TargetGroups": groups,
                    "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 60},
                },
            }
        )


def test_an_https_listener_is_served_without_tls_and_the_application_still_sees_https(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    private_key = "-----BEGIN RSA PRIVATE KEY-----"
    certificate = balanced.aws.client("iam").upload_server_certificate(
        ServerCertificateName="web", CertificateBody="body", PrivateKey=private_key
    )["ServerCertificateMetadata"]["Arn"]

    listener = balanced.aws.client("elbv2").create_listener(
        LoadBalancerArn=balanced.load_balancer,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": balanced.groups["blue"]}],
    )["Listeners"][0]["ListenerArn"]
    balanced.front.refresh()
    balanced.listener = listener
    headers = json.loads(balanced.ask()[1])["headers"]

    assert (headers["X-Forwarded-Proto"], headers["X-Forwarded-Port"]) == ("https", "443")


def test_every_request_is_reported_with_what_a_metric_needs(balance):
    balanced = balance()
    balanced.register("blue", "one", "10.0.0.11")
    records = []
    balanced.front.observers.append(records.append)

    balanced.ask()
    balanced.deregister("blue", "10.0.0.11")
    balanced.ask()

    served, refused = records
    assert (served.target_group_arn, served.target, served.status, served.from_target) == (
        balanced.groups["blue"],
        ("10.0.0.11", 8080),
        200,
        True,
    )
    assert (refused.target, refused.status, refused.from_target) == (None, 503, False)


def test_twenty_shifts_under_load_lose_nothing(balance):
    balanced = balance()
    balanced.forward(blue=100, green=0)
    balanced.register("blue", "one", "10.0.0.11")
    balanced.register("green", "two", "10.0.0.12")

    with SteadyClient(balanced.front.url(balanced.listener), requests_per_second=400) as client:
        for turn in range(20):
            balanced.forward(blue=100 * (turn % 2), green=100 * (1 - turn % 2))
            time.sleep(0.05)

    assert client.sent > 200
    assert client.problems() == {}
