"""The proof itself, on one release: every permission of the component is needed, and enough."""

import os
from pathlib import Path

import pytest

from rehearsal.prove_permissions.__main__ import last_line
from rehearsal.prove_permissions.mutations import all_mutations
from rehearsal.prove_permissions.release import release
from rehearsal.prove_permissions.sample import SAMPLE, choose_sample
from rehearsal.prove_permissions.security_page import PAGE, render_permissions
from rehearsal.prove_permissions.verdicts import Verdict, judge_all

PROJECT = Path(__file__).parents[3]
# One that CodePipeline is refused, one that the aws command line of a build is.
TRIED = (SAMPLE[0], SAMPLE[3])


@pytest.fixture(scope="module")
def proof(no_engine):
    """One release under every role, and two with a permission less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        evidence, tried = release(
            PROJECT, "dev", lambda line: None, lambda found: [one for one in choose_sample(found) if _is_tried(one)]
        )
    return evidence, tried, judge_all(all_mutations(evidence.documents), evidence)


def _is_tried(mutation):
    return any(mutation.place.owner.endswith(f"-{role}") and mutation.taken == taken for role, taken in TRIED)


def test_no_permission_is_needless(proof):
    _, _, judged = proof

    assert [str(one.mutation) for one in judged if one.verdict is Verdict.SURVIVED] == []


def test_nearly_every_one_is_missed_by_a_release(proof):
    _, _, judged = proof

    assert sum(one.verdict is Verdict.KILLED for one in judged) >= 0.9 * len(judged) > 90


def test_what_was_really_tried_is_refused_as_it_was_decided(proof):
    _, tried, _ = proof

    assert [one.refused for one in tried] == ["s3:PutObject", "ecr:PutImage"]


def test_every_role_of_the_component_works_in_it(proof):
    evidence, _, _ = proof

    roles = {place.owner.rpartition("-")[2] for place in evidence.documents if place.kind == "trust"}
    # The last two are smoke-test and flow-log.
    assert roles == {"pipeline", "build", "deployment", "execution", "task", "test", "log"}
    assert {one.caller for one in evidence.needed} == {
        *("CodePipeline", "CodeBuild", "build commands", "CodeDeploy", "ECS agent", "application"),
        *("Lambda", "hook function", "EventBridge", "EventBridge at KMS", "CloudWatch Logs"),
        *("VPC flow logs", "load balancer logs"),
    }


def test_the_page_has_the_table_of_today(proof):
    evidence, _, judged = proof

    assert render_permissions(evidence, judged) in (PROJECT / PAGE).read_text(), "run make prove-permissions"


def test_the_last_line_counts(proof):
    _, _, judged = proof

    killed = sum(one.verdict is Verdict.KILLED for one in judged)
    percent = 100 * killed // len(judged)
    listed = len(judged) - killed
    assert last_line(judged) == f"permissions: {killed} of {len(judged)} killed ({percent} %), {listed} listed"
