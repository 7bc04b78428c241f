"""With TLS a node is asked by its address, and must still be the host that users ask for."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.components.smoke_test import application
from tests.components.smoke_test.application import answers, node
from tests.components.smoke_test.certificates import Authority
from tests.components.smoke_test.conftest import Function


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusting(function: Function, authority: Authority) -> Function:
    """The function, which trusts the authority as a function in AWS trusts ACM's."""
    function.set(SCHEME="https", SSL_CERT_FILE=str(authority.file), ATTEMPTS="1")
    return function


def test_a_node_with_the_hosts_certificate_is_asked_for_that_host(trusting: Function, authority: Authority) -> None:
    asked: list[Any] = []
    tls = authority.server("www.example.com")
    tls.sni_callback = lambda _, name, __: asked.append(name)
    with node(answers(), tls=tls) as green:
        trusting.ask(green)
        assert trusting.run() == ["Succeeded"]

    assert asked == ["www.example.com"]
    ((_, headers),) = green.requests
    assert headers["host"] == "www.example.com"


def test_a_certificate_for_another_host_fails_the_release(trusting: Function, authority: Authority) -> None:
    with node(answers(), tls=authority.server("other.example.com")) as green:
        trusting.ask(green)
        assert trusting.run() == ["Failed"]

    assert green.requests == []
    assert "certificate is not valid for 'www.example.com'" in trusting.printed


def test_a_certificate_that_nobody_vouches_for_fails_the_release(trusting: Function, tmp_path: Path) -> None:
    with node(answers(), tls=Authority(tmp_path).server("www.example.com")) as green:
        trusting.ask(green)
        assert trusting.run() == ["Failed"]

    assert "CERTIFICATE_VERIFY_FAILED" in trusting.printed


def test_a_listener_without_tls_fails_the_release(trusting: Function) -> None:
    with node(answers()) as green:
        trusting.ask(green)
        assert trusting.run() == ["Failed"]


@pytest.mark.parametrize("behaviour", [application.after(30), application.drips_the_body])
def test_a_slow_answer_takes_no_longer_than_it_may(trusting: Function, authority: Authority, behaviour: Any) -> None:
    with node(behaviour, tls=authority.server("www.example.com")) as green:
        trusting.ask(green, MAX_LATENCY_MS="200")
        assert trusting.run() == ["Failed"]

    assert "no whole answer within 200 ms" in trusting.printed


def test_a_handshake_that_does_not_end_takes_no_longer_than_it_may(
    trusting: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blue_green_ecs_pipeline.smoke_test.function.question.CONNECT_SECONDS", 0.3)

    def says_nothing(_: Any) -> None:
        raise AssertionError("there was a request")

    # A server that takes the connection, and never says a word of TLS.
    with node(says_nothing, tls=_Silent()) as green:
        trusting.ask(green)
        assert trusting.run(seconds=25) == ["Failed"]

    assert "no TLS handshake within" in trusting.printed


class _Silent(ssl.SSLContext):
    def __new__(cls) -> "_Silent":
        return super().__new__(cls, ssl.PROTOCOL_TLS_SERVER)

    def wrap_socket(self, sock: Any, *_: Any, **__: Any) -> Any:
        return _SilentSocket(sock)


class _SilentSocket:
    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._kept: list[Any] = []

    def accept(self) -> Any:
        self._kept.append(self._sock.accept()[0])
        raise OSError("nothing to serve")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
