"""Who misses what was taken."""

from rehearsal.iam.evaluation import Request
from rehearsal.iam.principals import RoleSession
from rehearsal.prove_permissions.documents import Kind, Place
from rehearsal.prove_permissions.evidence import Asked, Evidence
from rehearsal.prove_permissions.mutations import all_mutations
from rehearsal.prove_permissions.verdicts import Verdict, judge_all

BUILD = RoleSession("arn:aws:iam::123456789012:role/web-build", "s")
PIPELINE = RoleSession("arn:aws:iam::123456789012:role/web-pipeline", "s")
OBJECT = "arn:aws:s3:::b/key"


def judged(session, statement, *needed, forbidden=()):
    """Verdict and reason by what was taken from the only statement of the session's role."""
    documents = {Place(Kind.ROLE, session.role_name, "own"): {"Version": "2012-10-17", "Statement": statement}}
    evidence = Evidence(documents, needed, forbidden)
    return {one.mutation.taken: one for one in judge_all(all_mutations(documents), evidence)}


def asked(caller, session, action, resource=OBJECT, **context):
    return Asked(caller, Request(session, action, resource, {k: (v,) for k, v in context.items()}))


def allow(*actions, resource="arn:aws:s3:::b/*", effect="Allow", **more):
    return {"Sid": "S", "Effect": effect, "Action": list(actions), "Resource": [resource], **more}


def test_what_a_request_needed_is_missed():
    found = judged(BUILD, [allow("s3:GetObject")], asked("CodeBuild", BUILD, "s3:GetObject"))

    assert {taken: one.verdict for taken, one in found.items()} == {
        "s3:GetObject removed": Verdict.KILLED,
        "arn:aws:s3:::b/* narrowed to another one": Verdict.KILLED,
    }
    assert found["s3:GetObject removed"].reason == "CodeBuild: s3:GetObject: no statement allows it"


def test_what_nobody_asked_for_survives():
    found = judged(BUILD, [allow("s3:GetObject", "s3:DeleteObject")], asked("CodeBuild", BUILD, "s3:GetObject"))

    assert found["s3:DeleteObject removed"].verdict is Verdict.SURVIVED


def test_the_request_of_another_role_does_not_count():
    found = judged(BUILD, [allow("s3:GetObject")], asked("CodePipeline", PIPELINE, "s3:GetObject"))

    assert found["s3:GetObject removed"].verdict is Verdict.SURVIVED


def test_what_another_statement_gives_as_well_survives():
    twice = [allow("s3:GetObject"), allow("s3:GetObject")]

    assert judged(BUILD, twice, asked("CodeBuild", BUILD, "s3:GetObject"))["s3:GetObject removed"].verdict is (
        Verdict.SURVIVED
    )


def test_what_no_rehearsal_comes_to_is_listed_with_its_source():
    project = "arn:aws:codebuild:eu-central-1:123456789012:project/web"
    needed = asked("CodePipeline", PIPELINE, "codebuild:StartBuild", project)
    found = judged(PIPELINE, [allow("codebuild:StartBuild", "codebuild:StopBuild", resource=project)], needed)

    assert found["codebuild:StopBuild removed"].verdict is Verdict.LISTED
    assert "aws-cdk" in found["codebuild:StopBuild removed"].reason
    assert found["codebuild:StartBuild removed"].verdict is Verdict.KILLED


def test_a_deny_is_missed_when_what_must_be_refused_passes():
    plain = {"aws:securetransport": "false"}
    statements = [
        allow("s3:*"),
        allow("s3:GetObject", effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}}),
    ]
    forbidden = (asked("CodeBuild", BUILD, "s3:GetObject", **plain),)
    found = judged(BUILD, statements, forbidden=forbidden)

    assert found["Bool aws:SecureTransport broken"].verdict is Verdict.KILLED
    assert found["Bool aws:SecureTransport broken"].reason == "CodeBuild: s3:GetObject: passes, and must not"
    assert found["s3:GetObject removed"].verdict is Verdict.KILLED
