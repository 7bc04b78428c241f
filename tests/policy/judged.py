"""Asks the pack's rules as the engine would: with proxies around the properties, and a sentinel for what is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyCustomTimeouts,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from guardrails import POLICIES
from tests.graph import UNKNOWN as UNKNOWN_IN_GRAPH
from tests.graph import Graph

UNKNOWN = UNKNOWN_STRING_VALUE
"""What the engine sends at preview for a value that is not known yet."""

RULES: dict[str, Policy] = {policy.name: policy for policy in POLICIES}


@dataclass(frozen=True)
class Made:
    """A resource of a stack; links say which property comes from which other resource."""

    type: str
    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Property to the names of resources."""


@dataclass(frozen=True, order=True)
class Violation:
    """What a rule said of a resource."""

    rule: str
    resource: str
    sentence: str = field(compare=False)

    @property
    def mandatory(self) -> bool:
        return RULES[self.rule].enforcement_level is EnforcementLevel.MANDATORY


def complaints(
    rule: str, type: str, properties: Mapping[str, Any], *, config: Mapping[str, Any] | None = None, stack: str = "dev"
) -> list[str]:
    """What a rule over single resources says of one called web."""
    said: list[str] = []
    args = ResourceValidationArgs(
        type, unknown_checking_proxy(dict(properties)), urn_of(type, "web", stack), "web", OPTIONS, None, config
    )
    policy = RULES[rule]
    assert isinstance(policy, ResourceValidationPolicy)
    policy.validate(args, lambda message, _urn: said.append(message))
    return [sentence.removeprefix("web: ") for sentence in said]


def complaints_of_stack(
    rule: str, *resources: Made, config: Mapping[str, Any] | None = None, stack: str = "dev"
) -> list[str]:
    """What a rule over stacks says of these resources."""
    said: list[str] = []
    policy = RULES[rule]
    assert isinstance(policy, StackValidationPolicy)
    urns = {each.name: urn_of(each.type, each.name, stack) for each in resources}
    args = StackValidationArgs(
        _stack_resources(
            (each.type, each.name, urns[each.name], each.properties, _urns(each.links, urns)) for each in resources
        ),
        config,
    )
    policy.validate(args, lambda message, _urn: said.append(message))
    return said


def violations(graph: Graph, config: Mapping[str, Mapping[str, Any]] | None = None) -> list[Violation]:
    """What all rules say of what a program registered."""
    found: list[Violation] = []
    settings = config or {}
    for name, policy in RULES.items():

        def report(message: str, _urn: str | None, rule: str = name) -> None:
            resource, _, sentence = message.partition(": ")
            found.append(Violation(rule, resource, sentence))

        if isinstance(policy, ResourceValidationPolicy):
            for each in graph.resources:
                props = unknown_checking_proxy(_on_the_wire(each.inputs))
                args = ResourceValidationArgs(each.type, props, each.urn, each.name, OPTIONS, None, settings.get(name))
                policy.validate(args, report)
        elif isinstance(policy, StackValidationPolicy):
            made = ((each, _on_the_wire({**each.inputs, **each.outputs})) for each in graph.resources)
            resources = _stack_resources(
                (each.type, each.name, each.urn, props, each.property_dependencies) for each, props in made
            )
            policy.validate(StackValidationArgs(resources, settings.get(name)), report)
    return sorted(found)


OPTIONS = PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [])


def urn_of(type: str, name: str, stack: str = "dev") -> str:
    return f"urn:pulumi:{stack}::shop::{type}::{name}"


def _urns(links: Mapping[str, Iterable[str]], urns: Mapping[str, str]) -> dict[str, list[str]]:
    return {key: [urns[name] for name in names] for key, names in links.items()}


# Type, name, URN, properties, and each property's links.
Described = tuple[str, str, str, Any, Mapping[str, Iterable[str]]]


def _stack_resources(described: Iterable[Described]) -> list[PolicyResource]:
    listed = list(described)
    made = {
        urn: PolicyResource(type, unknown_checking_proxy(dict(props)), urn, name, OPTIONS, None, None, [], {})
        for type, name, urn, props, _links in listed
    }
    for _type, _name, urn, _props, links in listed:
        for key, urns in links.items():
            made[urn].property_dependencies[key] = [made[each] for each in urns if each in made]
    return list(made.values())


def _on_the_wire(value: Any) -> Any:
    if value == UNKNOWN_IN_GRAPH:
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _on_the_wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_on_the_wire(item) for item in value]
    return value
