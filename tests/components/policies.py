"""What the IAM policies of a graph say, statement by statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.graph import Graph, Registration

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


@dataclass(frozen=True)
class Grant:
    """One statement of a role's policy, with lists where JSON allows a single text."""

    role: str
    """The role's logical name."""

    policy: str
    """The policy's logical name."""

    statement: Mapping[str, Any]

    @property
    def actions(self) -> list[str]:
        return _listed(self.statement["Action"])

    @property
    def resources(self) -> list[str]:
        return _listed(self.statement["Resource"])

    @property
    def condition(self) -> Mapping[str, Any]:
        return dict(self.statement.get("Condition", {}))


def grants(graph: Graph) -> Iterator[Grant]:
    """Every statement of every role policy that allows something."""
    return (each for each in _statements(graph) if each.statement["Effect"] == "Allow")


def denials(graph: Graph) -> Iterator[Grant]:
    """Every other statement."""
    return (each for each in _statements(graph) if each.statement["Effect"] != "Allow")


def _statements(graph: Graph) -> Iterator[Grant]:
    roles = {role.inputs["name"]: role for role in graph.of_type(ROLE)}
    for policy in graph.of_type(ROLE_POLICY):
        role: Registration = roles[policy.inputs["role"]]
        for statement in _listed(policy.json("policy")["Statement"]):
            yield Grant(role.name, policy.name, statement)


def trusts(graph: Graph) -> dict[str, dict[str, Any]]:
    """Every role's logical name, with the one statement of its trust policy."""
    found = {}
    for role in graph.of_type(ROLE):
        (found[role.name],) = _listed(role.json("assumeRolePolicy")["Statement"])
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
