"""The resources that a rule is asked about, and which of them point at each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pulumi_policy import PolicyResource, ResourceValidationArgs

from .values import all_texts, at, plain

# By these other resources name one: `bucket` is S3's own, the rest nearly everybody's.
IDENTITIES = ("arn", "bucket", "id", "name")


@dataclass(frozen=True)
class Resource:
    """One resource: before it is made what was asked for, afterwards what became of it."""

    type: str
    name: str
    urn: str
    properties: Mapping[str, Any]
    links: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Property to the URNs of those that its value comes from, known before it is. Empty in a rule over single ones."""

    @classmethod
    def asked_for(cls, args: ResourceValidationArgs) -> "Resource":
        """The resource of a rule over single ones."""
        return cls(args.resource_type, args.name, args.urn, plain(args.props))

    @classmethod
    def in_stack(cls, resource: PolicyResource) -> "Resource":
        """One resource of a rule over the whole stack."""
        links = {key: frozenset(each.urn for each in found) for key, found in resource.property_dependencies.items()}
        return cls(resource.resource_type, resource.name, resource.urn, plain(resource.props), links)

    def at(self, path: str) -> Any:
        """The property at a dotted path; see `values.at`."""
        return at(self.properties, path)

    @property
    def stack(self) -> str:
        """The name of the stack that it belongs to."""
        return stack_of(self.urn)

    def points_at(self, other: "Resource", *properties: str) -> bool:
        """Whether one of these properties comes from the other resource, or names it."""
        if any(other.urn in self.links.get(each, ()) for each in properties):
            return True
        named = {text for each in properties for text in all_texts(self.properties.get(each))}
        return bool(named & other.identities)

    @cached_property
    def identities(self) -> frozenset[str]:
        """The names by which others point at it, as far as they are known."""
        return frozenset(text for key in IDENTITIES if isinstance(text := self.properties.get(key), str) and text)


@dataclass(frozen=True)
class Stack:
    """All resources of a stack."""

    resources: tuple[Resource, ...]

    def of_type(self, *types: str) -> list[Resource]:
        """Those of these types."""
        return [each for each in self.resources if each.type in types]

    def pointing_at(self, target: Resource, types: Iterable[str], *properties: str) -> Iterator[Resource]:
        """Those of these types which name the target in one of these properties."""
        return (each for each in self.of_type(*types) if each.points_at(target, *properties))


def stack_of(urn: str) -> str:
    """The stack's name in a URN: urn:pulumi:STACK::PROJECT::TYPE::NAME."""
    return urn.removeprefix("urn:pulumi:").split("::")[0]
