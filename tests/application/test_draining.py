"""How the application ends: ECS sends SIGTERM and kills 30 seconds later."""

import signal
import threading
import time


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


def test_an_idle_connection_does_not_hold_up_the_end(application):
    connection = application.connect()
    connection.request("GET", "/health")
    connection.getresponse().read()

    application.process.send_signal(signal.SIGTERM)

    assert application.process.wait(timeout=10) == 0


def wait_for_the_request_to_arrive():
    time.sleep(0.3)
