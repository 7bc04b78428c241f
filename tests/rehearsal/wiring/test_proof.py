"""Verdicts on mistakes, with rehearsals that are told how to end."""

import pytest

from rehearsal.wiring import proof
from rehearsal.wiring.mutation import Mutation
from rehearsal.wiring.outcome import CRASHED, GREEN, RED, UNUSABLE, Outcome

LISTENER = "aws:lb/listener:Listener"
PORT = Mutation(LISTENER, "web-listener", "port", value=81)
REGISTERED = {
    "dev": {(LISTENER, "web-listener"): {"port": 80}},
    "everything": {(LISTENER, "web-listener"): {"port": 443, "certificateArn": "arn:1"}},
}


def verdict(monkeypatch, outcome, mutation=PORT):
    monkeypatch.setattr(proof, "rehearse", lambda program, mutation: Outcome(outcome, f"of {program}"))
    (found,) = proof.prove([mutation], REGISTERED)
    return str(found)


def test_a_red_rehearsal_is_a_mistake_that_was_caught(monkeypatch):
    assert verdict(monkeypatch, RED) == f"caught {LISTENER} web-listener port: of dev"


@pytest.mark.parametrize(
    ("outcome", "message"), [(GREEN, "of dev"), (CRASHED, "crashed: of dev"), (UNUSABLE, "unusable: of dev")]
)
def test_everything_else_is_one_that_was_missed(monkeypatch, outcome, message):
    assert verdict(monkeypatch, outcome) == f"missed {LISTENER} web-listener port: {message}"


def test_a_property_is_broken_where_it_is_set(monkeypatch):
    certificate = Mutation(LISTENER, "web-listener", "certificateArn", value="arn:2")

    assert verdict(monkeypatch, RED, certificate).endswith(": of everything")


def test_what_no_program_registers_is_missed(monkeypatch):
    other = Mutation(LISTENER, "other", "port", value=81)

    assert verdict(monkeypatch, RED, other).startswith(f"missed {LISTENER} other port: no stack of the proof registers")


def test_a_rehearsal_that_is_red_unbroken_proves_nothing(monkeypatch):
    monkeypatch.setattr(proof, "rehearse", lambda program, mutation: Outcome(RED, "no way"))

    with pytest.raises(proof.NotGreen, match="stack dev, with nothing broken: no way"):
        proof.rehearse_unbroken()


def test_a_verdict_is_one_line():
    assert str(proof.Verdict(PORT, True, "invalid:\nMissing\n")) == f"caught {PORT}: invalid: Missing"


def test_the_last_line_counts():
    verdicts = [proof.Verdict(PORT, True, "")] * 19 + [proof.Verdict(PORT, False, "")]

    assert proof.summary(verdicts) == ("wiring: 19 of 20 caught (95.0 %)", 95.0)
