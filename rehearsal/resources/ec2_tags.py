"""Tags of EC2, which every EC2 type sets in the same two ways."""

from typing import Any

from rehearsal.resources.convert import tag_list
from rehearsal.resources.registry import Account, Properties


def tag_specifications(kind: str, inputs: Properties) -> dict[str, Any]:
    """The parameter that tags a new thing of this kind ("vpc"); nothing without tags."""
    tags = inputs.get("tags")
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tag_list(tags)}]} if tags else {}


def update_tags(aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
    """Take away the tags that are no longer wanted, set the others."""
    old, new = old_inputs.get("tags") or {}, new_inputs.get("tags") or {}
    ec2 = aws.client("ec2")
    if gone := [key for key in old if key not in new]:
        ec2.delete_tags(Resources=[id], Tags=[{"Key": key} for key in gone])
    if new and new != old:
        ec2.create_tags(Resources=[id], Tags=tag_list(new))
