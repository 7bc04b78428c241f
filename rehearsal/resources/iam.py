"""Roles and their inline policies."""

import json
from typing import Any
from urllib.parse import unquote

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    MissingProperty,
    Properties,
    none_when_missing,
    referring,
    register,
)

# AWS Identity and Access Management User Guide, "IAM and AWS STS quotas": all inline policies of a role together.
MAX_ROLE_POLICY_CHARACTERS = 10_240


@register
class Role(DescribedType):
    """Who may act, on whose behalf.

    Source: terraform-provider-aws, resource aws_iam_role: name, name_prefix, path force a new resource.
    """

    token = "aws:iam/role:Role"
    replace_on = frozenset({"name", "namePrefix", "path"})
    name_property = "name"
    name_limit = 64  # IAM API Reference, "CreateRole"
    renames = {"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        iam = aws.client("iam")
        wanted = parameters(
            iam, "CreateRole", _as_text(inputs), renames=self.renames, elsewhere=("forceDetachPolicies",)
        )
        _require_document("assumeRolePolicy", wanted.get("AssumeRolePolicyDocument"))
        role = iam.create_role(**wanted)["Role"]
        return role["RoleName"], self.after(aws, role["RoleName"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        role = dict(aws.client("iam").get_role(RoleName=id)["Role"])
        return {"Tags": [], **role, "AssumeRolePolicyDocument": _document(role["AssumeRolePolicyDocument"])}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": live["Arn"],
            "name": live["RoleName"],
            "path": live["Path"],
            "uniqueId": live["RoleId"],
            "maxSessionDuration": live.get("MaxSessionDuration", 3600),
            "createDate": live["CreateDate"].isoformat(),
        }

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        iam = aws.client("iam")
        wanted = parameters(
            iam, "CreateRole", _as_text(new_inputs), renames=self.renames, elsewhere=("forceDetachPolicies",)
        )
        _require_document("assumeRolePolicy", wanted.get("AssumeRolePolicyDocument"))
        iam.update_assume_role_policy(RoleName=id, PolicyDocument=wanted["AssumeRolePolicyDocument"])
        changes = {key: wanted[key] for key in ("Description", "MaxSessionDuration") if key in wanted}
        iam.update_role(RoleName=id, **changes)
        _update_tags(aws, id, old_inputs, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("iam").delete_role(RoleName=id)


@register
class RolePolicy(DescribedType):
    """What a role may do.

    Source: terraform-provider-aws, resource aws_iam_role_policy: name, name_prefix, role force a new resource.
    """

    token = "aws:iam/rolePolicy:RolePolicy"
    replace_on = frozenset({"name", "namePrefix", "role"})
    name_property = "name"
    name_limit = 128  # IAM API Reference, "PutRolePolicy"
    renames = {"name": "PolicyName", "policy": "PolicyDocument", "role": "RoleName"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._put(aws, inputs)
        id = f"{inputs['role']}:{inputs['name']}"
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        role, _, name = id.partition(":")
        live = aws.client("iam").get_role_policy(RoleName=role, PolicyName=name)
        return {**live, "PolicyDocument": _document(live["PolicyDocument"])}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._put(aws, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        role, _, name = id.partition(":")
        aws.client("iam").delete_role_policy(RoleName=role, PolicyName=name)

    def _put(self, aws: Account, inputs: Properties) -> None:
        iam = aws.client("iam")
        wanted = parameters(iam, "PutRolePolicy", _as_text(inputs), renames=self.renames)
        _require_document("policy", wanted.get("PolicyDocument"))
        with referring("role", f"role {inputs['role']}"):
            names = iam.list_role_policies(RoleName=inputs["role"])["PolicyNames"]
        others = [
            _document(iam.get_role_policy(RoleName=inputs["role"], PolicyName=name)["PolicyDocument"])
            for name in names
            if name != inputs["name"]
        ]
        size = sum(len("".join(document.split())) for document in [*others, wanted["PolicyDocument"]])
        if size > MAX_ROLE_POLICY_CHARACTERS:
            reason = (
                f"the policies of {inputs['role']} have {size} characters, allowed are {MAX_ROLE_POLICY_CHARACTERS}"
            )
            raise InvalidProperty("policy", reason)
        iam.put_role_policy(**wanted)


def _as_text(inputs: Properties) -> Properties:
    """Pulumi takes a policy as an object too."""
    return {
        key: json.dumps(value) if key in ("policy", "assumeRolePolicy") and isinstance(value, dict) else value
        for key, value in inputs.items()
    }


def _document(document: Any) -> str:
    return json.dumps(document) if isinstance(document, dict) else unquote(str(document))


def _require_document(path: str, document: str | None) -> None:
    if document is None:
        raise MissingProperty(path)
    try:
        statements = json.loads(document)["Statement"]
    except (ValueError, TypeError, KeyError):
        raise InvalidProperty(path, "is no policy document") from None
    for statement in statements if isinstance(statements, list) else [statements]:
        if not isinstance(statement, dict):
            raise InvalidProperty(path, f"a statement is an object, got {statement!r}")
        if statement.get("Effect") not in ("Allow", "Deny") or not {"Action", "NotAction"} & statement.keys():
            raise InvalidProperty(path, f"statement {statement.get('Sid', '')} needs Effect and Action")


def _update_tags(aws: Account, role: str, old_inputs: Properties, new_inputs: Properties) -> None:
    old, new = old_inputs.get("tags") or {}, new_inputs.get("tags") or {}
    iam = aws.client("iam")
    if gone := [key for key in old if key not in new]:
        iam.untag_role(RoleName=role, TagKeys=gone)
    if new and new != old:
        iam.tag_role(RoleName=role, Tags=tag_list(new))
