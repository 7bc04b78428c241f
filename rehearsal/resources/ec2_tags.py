"""Tags of EC2, which every EC2 type sets in the same two ways."""

from typing import Any

from rehearsal.resources.convert import tag_list
from rehearsal.resources.described import DescribedType
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


class TaggedType(DescribedType):
    """A type of EC2 with tags: an update changes what is its own, then the tags."""

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        """Change in place what the type can change beside its tags: nothing, unless it says otherwise."""

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        """Both, and what AWS says afterwards."""
        self.change(aws, id, old_inputs, new_inputs)
        update_tags(aws, id, old_inputs, new_inputs)
        return self.after(aws, id, new_inputs)
