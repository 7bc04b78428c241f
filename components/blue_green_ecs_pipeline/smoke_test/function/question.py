"""What green is asked, and what is wrong with its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from .exchange import Answer, Limits, NoAnswerError, Request, Server, exchange
from .time_budget import ANSWER_SECONDS, CONNECT_SECONDS

MAX_BODY_BYTES = 256 * 1024
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Question:
    """One request to the test listener, and the answer that is right."""

    scheme: str
    host: str
    port: int
    path: str
    expected_status: int
    expected_text: str | None
    max_latency_ms: int | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Question":
        """The question that the component has put into these variables."""
        latency = environment.get("MAX_LATENCY_MS")
        return cls(
            scheme=environment["SCHEME"],
            host=environment["HOST"],
            port=int(environment["TEST_PORT"]),
            path=environment["REQUEST_PATH"],
            expected_status=int(environment["EXPECTED_STATUS"]),
            expected_text=environment.get("EXPECTED_TEXT") or None,
            max_latency_ms=int(latency) if latency else None,
        )

    def problem_at(self, node: str) -> str | None:
        """What is wrong with the answer that comes through this node; None where it is right."""
        seconds = ANSWER_SECONDS if self.max_latency_ms is None else self.max_latency_ms / 1000
        # The host as users send it, without the test port: the application may know only that one.
        headers = {"Host": self.host, "User-Agent": "smoke-test", "Accept": "*/*", "Accept-Encoding": "identity"}
        try:
            answer = exchange(
                Server(self.scheme, node, self.port, self.host),
                Request("GET", self.path, headers),
                Limits(CONNECT_SECONDS, seconds, MAX_BODY_BYTES),
            )
        except NoAnswerError as error:
            return str(error)
        print(f"node {node}: status {answer.status} after {answer.seconds * 1000:.0f} ms", flush=True)
        return self._problem_with(answer)

    def _problem_with(self, answer: Answer) -> str | None:
        if answer.status != self.expected_status:
            return f"status {answer.status} instead of {self.expected_status}: {_beginning(answer)}"
        if self.expected_text is not None and self.expected_text not in answer.text:
            return f"{self.expected_text!r} is not in the answer: {_beginning(answer)}"
        return None


def _beginning(answer: Answer) -> str:
    return repr(answer.text[:SHOWN_CHARACTERS])
