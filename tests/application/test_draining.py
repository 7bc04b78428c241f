"""How the application ends: ECS sends SIGTERM and kills 30 seconds later."""

import signal
import threading
import time
from pathlib import Path

from tests.components.configured import configured

APPLICATION = Path(__file__).parents[2] / "application"


def test_without_requests_it_ends_within_seconds_and_in_good_order(application):
    application.process.send_signal(signal.SIGTERM)

    assert application.process.wait(timeout=10) == 0


def test_a_request_in_flight_is_answered_and_its_connection_closed(application):
    connection = application.connect()
    connection.request("GET", "/slow?seconds=3")
    wait_for_the_request_to_arrive()

    application.process.send_signal(signal.SIGTERM)
    response = connection.getresponse()

    assert response.status == 200
    assert response.read() == b'{"seconds": 3.0}'
    assert response.getheader("Connection") == "close"
    assert application.process.wait(timeout=10) == 0


def test_a_request_on_a_connection_that_is_already_open_is_answered_while_draining(application):
    connection = application.connect()
    connection.request("GET", "/health")
    connection.getresponse().read()

    application.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    connection.request("GET", "/health")
    response = connection.getresponse()

    assert response.status == 200
    assert response.getheader("Connection") == "close"


def test_a_new_connection_is_still_accepted_while_draining(application):
    """The load balancer needs a moment to learn that the target leaves."""
    application.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)

    connection = application.connect()
    connection.request("GET", "/version")

    assert connection.getresponse().status == 200


def test_a_client_that_never_stops_asking_loses_nothing_until_it_goes_elsewhere(application):
    answers = []
    gone_elsewhere = threading.Event()

    def ask():
        while not gone_elsewhere.is_set():
            connection = application.connect()
            connection.request("GET", "/")
            answers.append(connection.getresponse().status)
            connection.close()

    client = threading.Thread(target=ask)
    client.start()
    application.process.send_signal(signal.SIGTERM)
    time.sleep(3)
    gone_elsewhere.set()
    client.join()

    assert len(answers) > 20
    assert set(answers) == {200}
    assert application.process.wait(timeout=10) == 0


def test_an_upload_in_flight_is_taken_to_its_end(application):
    connection = application.connect()
    connection.putrequest("POST", "/upload")
    connection.putheader("Content-Length", "6")
    connection.endheaders(b"abc")
    wait_for_the_request_to_arrive()

    application.process.send_signal(signal.SIGTERM)
    # Longer than the quiet after which a server without requests would end.
    time.sleep(3)
    connection.send(b"def")
    response = connection.getresponse()

    assert response.status == 200
    assert response.read() == b'{"length": 6}'
    assert response.getheader("Connection") == "close"
    assert application.process.wait(timeout=10) == 0


def test_an_upload_whose_client_went_away_does_not_hold_up_the_end(application):
    connection = application.connect()
    connection.putrequest("POST", "/upload")
    connection.putheader("Content-Length", "6")
    connection.endheaders(b"abc")
    wait_for_the_request_to_arrive()
    connection.close()

    application.process.send_signal(signal.SIGTERM)

    assert application.process.wait(timeout=10) == 0


def test_the_time_to_end_fits_into_the_components_defaults():
    """DRAIN_SECONDS and the slowest answer before EXIT_SECONDS, and that before ECS kills the task."""
    values = {}
    exec((APPLICATION / "settings.py").read_text(), values)
    service, load_balancer = configured().service, configured().load_balancer

    assert values["QUIET_SECONDS"] < values["DRAIN_SECONDS"]
    assert values["DRAIN_SECONDS"] + values["MAX_SLOW_SECONDS"] < values["EXIT_SECONDS"]
    assert values["EXIT_SECONDS"] < service.stop_timeout_seconds
    assert values["EXIT_SECONDS"] < load_balancer.deregistration_delay_seconds


def test_an_idle_connection_does_not_hold_up_the_end(application):
    connection = application.connect()
    connection.request("GET", "/health")
    connection.getresponse().read()

    application.process.send_signal(signal.SIGTERM)

    assert application.process.wait(timeout=10) == 0


def wait_for_the_request_to_arrive():
    time.sleep(0.3)
