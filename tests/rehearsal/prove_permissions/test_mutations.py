"""What is taken from a policy, one thing at a time."""

from rehearsal.prove_permissions.documents import Kind, Place
from rehearsal.prove_permissions.mutations import all_mutations

ROLE = Place(Kind.ROLE, "web-build", "own")
TRUST = Place(Kind.TRUST, "web-build")
READ = {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}
PASS = {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"],
    "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
}
ASSUME = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"Service": "codebuild.amazonaws.com"},
    "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:codebuild:r:1:project/web"}},
}


def mutated(place, *statements):
    return {one.taken: one for one in all_mutations({place: {"Version": "v", "Statement": list(statements)}})}


def test_every_action_resource_and_condition_is_taken_once():
    taken = mutated(ROLE, READ, PASS)

    assert list(taken) == [
        "s3:GetObject removed",
        "s3:PutObject removed",
        "arn:aws:s3:::b/* narrowed to another one",
        "iam:PassRole removed",
        "arn:aws:iam::1:role/a narrowed to another one",
        "arn:aws:iam::1:role/b narrowed to another one",
        "StringEquals iam:PassedToService broken",
    ]


def test_the_rest_of_the_policy_stays_as_it_was():
    assert mutated(ROLE, READ, PASS)["s3:GetObject removed"].document == {
        "Version": "v",
        "Statement": [{**READ, "Action": ["s3:PutObject"]}, PASS],
    }
    assert READ["Action"] == ["s3:GetObject", "s3:PutObject"]


def test_without_its_last_action_a_statement_is_gone():
    assert mutated(ROLE, READ, PASS)["iam:PassRole removed"].document["Statement"] == [READ]


def test_a_resource_becomes_one_of_the_same_kind_with_another_name():
    taken = mutated(ROLE, READ, PASS)

    (read, _) = taken["arn:aws:s3:::b/* narrowed to another one"].document["Statement"]
    (_, passed) = taken["arn:aws:iam::1:role/b narrowed to another one"].document["Statement"]
    assert read["Resource"] == ["arn:aws:s3:::another-b/*"]
    assert passed["Resource"] == ["arn:aws:iam::1:role/a", "arn:aws:iam::1:another-role/b"]


def test_every_resource_becomes_one():
    taken = mutated(ROLE, {"Effect": "Allow", "Action": ["ec2:DescribeSubnets"], "Resource": ["*"]})

    (statement,) = taken["* narrowed to another one"].document["Statement"]
    assert statement["Resource"] == ["arn:aws:ec2:eu-central-1:123456789012:another"]


def test_a_trust_policy_has_no_resource_and_a_principal():
    taken = mutated(TRUST, ASSUME)

    assert list(taken) == ["sts:AssumeRole removed", "ArnLike aws:SourceArn broken", "another principal"]
    (broken,) = taken["ArnLike aws:SourceArn broken"].document["Statement"]
    assert broken["Condition"] == {"ArnLike": {"aws:SourceArn": ["arn:aws:codebuild:r:1:another-project/web"]}}


def test_a_mutation_knows_whether_its_statement_denies():
    assert mutated(ROLE, {**READ, "Effect": "Deny"})["s3:GetObject removed"].denies
    assert not mutated(ROLE, READ)["s3:GetObject removed"].denies
