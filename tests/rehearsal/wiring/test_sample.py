"""A few mistakes in whole rehearsals; `make prove-wiring` makes all of them."""

import pytest

from rehearsal.wiring.mutation import Mutation
from rehearsal.wiring.outcome import GREEN, RED, rehearse
from rehearsal.wiring.workers import run_all

LISTENER = "aws:lb/listener:Listener"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
PROJECT = "aws:codebuild/project:Project"
MISTAKES = {
    # Up itself refuses it, as AWS would.
    Mutation(LISTENER, "web-test-listener", "loadBalancerArn", value="arn:aws:elasticloadbalancing:none"): (
        f"{LISTENER} web-test-listener: loadBalancerArn: there is no arn:aws:elasticloadbalancing:none"
    ),
    # Every resource can be made, and nobody gets through.
    Mutation(INGRESS, "web-task-ingress", "toPort", value=8079): "lets tcp 8080 in from the load balancer",
    # It shows in the first build.
    Mutation(PROJECT, "web-project", "source.buildspec", value="none.yml"): "Build, first push",
}


@pytest.fixture(scope="module")
def outcomes():
    mistakes = [None, *MISTAKES]
    return dict(zip(mistakes, run_all([lambda one=one: rehearse("dev", one) for one in mistakes], 2), strict=True))


def test_without_a_mistake_the_rehearsal_is_green(outcomes):
    assert (outcomes[None].kind, outcomes[None].message) == (GREEN, "")
    assert (LISTENER, "web-production-listener") in outcomes[None].inputs


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_turns_it_red_and_is_named(outcomes, mistake):
    assert outcomes[mistake].kind == RED
    assert MISTAKES[mistake] in outcomes[mistake].message
