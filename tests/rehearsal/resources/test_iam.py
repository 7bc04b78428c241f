"""Roles and their policies on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


TRUST = document(Principal={"Service": "ecs-tasks.amazonaws.com"}, Action="sts:AssumeRole")
READ = document(Action="s3:GetObject", Resource="arn:aws:s3:::web/*")


def role(layer, **changes):
    return layer.create(ROLE, {"assumeRolePolicy": TRUST, "description": "Tasks", "tags": {"team": "web"}, **changes})


def test_a_role_and_its_policy_are_read_back_unchanged(layer):
    made = role(layer)
    policy = layer.create(ROLE_POLICY, {"role": made.id, "policy": READ})

    assert made.read() == made.inputs
    assert policy.read() == policy.inputs
    assert made.outputs["arn"] == f"arn:aws:iam::123456789012:role/{made.id}"
    assert policy.id == f"{made.id}:{policy.inputs['name']}"


def test_a_role_without_a_name_gets_one_that_begins_with_the_logical_name(layer):
    assert role(layer).id.startswith("web-")


def test_role_and_policy_change_in_place(layer):
    made = role(layer)
    policy = layer.create(ROLE_POLICY, {"role": made.id, "policy": READ})
    write = document(Action="s3:PutObject", Resource="arn:aws:s3:::web/*")

    made.update(description="Builds", maxSessionDuration=7200, tags={"team": "shop"})
    policy.update(policy=write)

    assert made.read() == made.inputs
    assert policy.read()["policy"] == write


def test_a_policy_changed_by_hand_is_read_as_it_is_now(layer):
    made = role(layer)
    policy = layer.create(ROLE_POLICY, {"role": made.id, "name": "read", "policy": READ})
    everything = document(Action="s3:*", Resource="*")
    layer.aws.client("iam").put_role_policy(RoleName=made.id, PolicyName="read", PolicyDocument=everything)

    assert json.loads(policy.read()["policy"]) == json.loads(everything)


def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(layer):
    made = role(layer)
    policy = layer.create(ROLE_POLICY, {"role": made.id, "policy": READ})

    for _ in range(2):
        policy.delete()
        made.delete()

    assert policy.read() is None
    assert made.read() is None


def test_the_policies_of_a_role_have_aws_s_size_limit_together(layer):
    made = role(layer)
    long = document(Action=[f"s3:Get{number:05}" for number in range(400)], Resource="*")
    layer.create(ROLE_POLICY, {"role": made.id, "policy": long})

    with pytest.raises(ResourceError, match=r"characters, allowed are 10240"):
        layer.create(ROLE_POLICY, {"role": made.id, "policy": long})


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (ROLE, {"assumeRolePolicy": "everyone"}, "assumeRolePolicy: is no policy document"),
        (ROLE, {}, "assumeRolePolicy: is missing, and needed"),
        (ROLE, {"assumeRolePolicy": '{"Statement": ["x"]}'}, "assumeRolePolicy: a statement is an object, got 'x'"),
        (ROLE_POLICY, {"role": "nobody"}, "policy: is missing, and needed"),
        (ROLE, {"assumeRolePolicy": TRUST, "name": "a role"}, "RoleName: got 'a role', allowed is the form"),
        (ROLE, {"assumeRolePolicy": TRUST, "name": "x" * 65}, "allowed are up to 64 characters"),
        (ROLE, {"assumeRolePolicy": TRUST, "maxSessionDuration": 60}, "got 60, allowed are 3600 to 43200"),
        (ROLE, {"assumeRolePolicy": TRUST, "trust": "x"}, "trust: CreateRole has no such property"),
        (ROLE_POLICY, {"role": "nobody", "policy": READ}, "role: there is no role nobody"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, token, inputs, reason):
    with pytest.raises(ResourceError) as refused:
        layer.create(token, inputs)

    assert str(refused.value).startswith(f"{token} web: ")
    assert reason in str(refused.value)
