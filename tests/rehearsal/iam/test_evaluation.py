"""The cases of AWS IAM User Guide, "Policy evaluation for requests within a single account"."""

from typing import Any

import pytest

from rehearsal.iam.principals import RoleSession
from tests.rehearsal.iam.documents import ACCOUNT, EVENTS, ROLE_ARN, WORKER, allow, answer, asked, deny, policy

LOGS = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar-logs"
OWN = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar"


def test_nothing_is_allowed_by_default():
    decision = answer(asked())

    assert not decision.allowed
    assert decision.statement is None


def test_one_statement_is_enough():
    assert answer(asked(), policy(allow())).allowed


def test_a_deny_wins_over_every_allow():
    decision = answer(asked(), policy(allow()), policy(deny(Sid="No")), resource=policy(allow(Principal="*")))

    assert not decision.allowed
    assert decision.statement is not None
    assert decision.statement.sid == "No"


def test_a_deny_of_the_resource_wins_over_the_identity():
    assert not answer(asked(), policy(allow()), resource=policy(deny(Principal="*"))).allowed


def test_a_deny_for_another_principal_is_nothing_to_this_one():
    other = deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"})

    assert answer(asked(), policy(allow()), resource=policy(other)).allowed


@pytest.mark.parametrize("named", [ROLE_ARN, WORKER.arn, "*"])
def test_the_policy_of_the_resource_alone_is_enough_within_one_account(named):
    assert answer(asked(), resource=policy(allow(Principal={"AWS": named}))).allowed


@pytest.mark.parametrize("account", [ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"])
def test_naming_the_account_leaves_it_to_the_identity(account):
    resource = policy(allow(Principal={"AWS": account}))

    assert not answer(asked(), resource=resource).allowed
    assert answer(asked(), policy(allow()), resource=resource).allowed


class TestTheExampleOfAwsForOneUser:
    """The user's policy lists and uses buckets but no *log*; the bucket's own policy is the other side."""

    identity = policy(
        allow(["s3:GetBucketLocation", "s3:ListAllMyBuckets"], "arn:aws:s3:::*"),
        allow("s3:*", [OWN, f"{OWN}/*"]),
        deny("s3:*", "arn:aws:s3:::*log*"),
    )
    resource = policy(allow("s3:*", [f"{LOGS}/*", LOGS], Principal={"AWS": ROLE_ARN}))

    def test_writing_to_the_log_bucket_is_denied_though_the_bucket_allows_it(self):
        decision = answer(asked("s3:PutObject", f"{LOGS}/file"), self.identity, resource=self.resource)

        assert not decision.allowed

    def test_without_the_deny_the_bucket_alone_allows_it(self):
        identity = policy(allow("s3:*", [OWN, f"{OWN}/*"]))

        assert answer(asked("s3:PutObject", f"{LOGS}/file"), identity, resource=self.resource).allowed

    def test_his_own_bucket_is_his(self):
        assert answer(asked("s3:DeleteObject", f"{OWN}/file"), self.identity).allowed


def test_a_boundary_gives_nothing():
    assert not answer(asked(), boundary=policy(allow())).allowed


def test_a_boundary_limits_what_the_identity_may():
    assert not answer(asked(), policy(allow("s3:*")), boundary=policy(allow("s3:PutObject"))).allowed
    assert answer(asked(), policy(allow("s3:*")), boundary=policy(allow())).allowed


def test_a_deny_in_a_boundary_or_a_session_policy_counts():
    assert not answer(asked(), policy(allow()), boundary=policy(allow(), deny())).allowed
    assert not answer(asked(), policy(allow()), session=policy(allow(), deny())).allowed


def test_a_session_policy_limits_too():
    assert not answer(asked(), policy(allow()), session=policy(allow("s3:PutObject"))).allowed


@pytest.mark.parametrize(("named", "allowed"), [(WORKER.arn, True), (ROLE_ARN, False)])
def test_a_boundary_does_not_limit_what_a_resource_gives_to_the_session_itself(named, allowed):
    resource = policy(allow(Principal={"AWS": named}))
    boundary = policy(allow("s3:PutObject"))

    assert answer(asked(), resource=resource, boundary=boundary).allowed is allowed


def test_a_service_is_allowed_by_the_policy_of_the_resource_alone():
    send = {"principal": EVENTS, "action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-central-1:1:q"}
    admitted: dict[str, Any] = {"Principal": {"Service": "events.amazonaws.com"}}

    assert answer(asked(**send), resource=policy(allow("sqs:SendMessage", **admitted))).allowed
    assert not answer(asked(**send)).allowed


def test_a_service_is_not_another_service():
    resource = policy(allow("sqs:SendMessage", Principal={"Service": "sns.amazonaws.com"}))

    assert not answer(asked("sqs:SendMessage", principal=EVENTS), resource=resource).allowed


def test_a_role_that_is_named_like_a_service_is_no_service():
    resource = policy(allow(Principal={"Service": "events.amazonaws.com"}))
    session = RoleSession(f"arn:aws:iam::{ACCOUNT}:role/events.amazonaws.com", "x")

    assert not answer(asked(principal=session), resource=resource).allowed


def test_a_trust_policy_has_to_agree_whatever_the_identity_may():
    request = asked("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/other")
    may = policy(allow("sts:AssumeRole"))
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}

    others = policy({**trust, "Principal": {"Service": "events.amazonaws.com"}})
    assert not answer(request, may, resource=others, resource_decides=True).allowed
    direct = policy({**trust, "Principal": {"AWS": ROLE_ARN}})
    assert answer(request, resource=direct, resource_decides=True).allowed
    account = policy({**trust, "Principal": {"AWS": ACCOUNT}})
    assert not answer(request, resource=account, resource_decides=True).allowed
    assert answer(request, may, resource=account, resource_decides=True).allowed


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Effect": "Allow", "NotAction": "s3:PutObject", "Resource": "*"}, True),
        ({"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"}, False),
        ({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::other/*"}, True),
        ({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::bucket/*"}, False),
    ],
)
def test_all_but_the_named_ones(statement, expected):
    assert answer(asked(), policy(statement)).allowed is expected


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            allow(resource="arn:aws:s3:::other/*", Sid="Read"),
            "statement Read of p allows it on arn:aws:s3:::other/* only",
        ),
        (
            allow(Condition={"StringEquals": {"aws:SourceAccount": "1"}}, Sid="Read"),
            "statement Read of p allows it where aws:SourceAccount is 1 only, the request has none",
        ),
        (allow("s3:PutObject"), "no statement allows it"),
    ],
)
def test_a_refusal_names_the_statement_that_comes_nearest(statement, said):
    assert answer(asked(), policy(statement)).reason == said
