"""What every rule has: what it asks, why, how to comply, a level, options, and exceptions with a reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from .resources import Resource, Stack

Options = Mapping[str, Any]
JudgeResource = Callable[[Resource, Options], Iterable[str]]
JudgeStack = Callable[[Stack, Options], Iterable[tuple[Resource, str]]]

MANDATORY = EnforcementLevel.MANDATORY
ADVISORY = EnforcementLevel.ADVISORY

PRODUCTION_STACKS = ["prod", "prod-*", "*-prod", "production", "production-*", "*-production"]

EXCEPTIONS = {
    "type": "object",
    "description": "Resources that the rule leaves alone: logical name, or pattern with *, to the reason in words.",
    "additionalProperties": {"type": "string", "minLength": 1},
    "default": {},
}
STACKS = {
    "type": "array",
    "description": "Names of the stacks that users rely on; * stands for anything.",
    "items": {"type": "string"},
    "default": PRODUCTION_STACKS,
}


@dataclass(frozen=True)
class Rule:
    """A rule's words and its place; `over` and `over_stack` make the policy of it."""

    name: str
    what: str
    """What it asks, as one sentence."""

    why: str
    fix: str
    level: EnforcementLevel
    severity: Severity
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Own options: name to JSON schema, each with its default."""

    production: bool = False
    """Whether it is for the stacks that users rely on alone."""

    def over(self, types: Iterable[str] | None, judge: JudgeResource) -> ResourceValidationPolicy:
        """The policy that judges each resource of these types (None: of all) before it is made."""
        judged = None if types is None else frozenset(types)

        def validate(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
            if judged is not None and args.resource_type not in judged:
                return
            resource = Resource.asked_for(args)
            options = self._options(args.get_config())
            if self._applies(resource, options):
                for sentence in judge(resource, options):
                    report_violation(f"{resource.name}: {sentence}", None)

        return ResourceValidationPolicy(validate=validate, **self._words())

    def over_stack(self, judge: JudgeStack) -> StackValidationPolicy:
        """The policy that judges resources by what else the stack has."""

        def validate(args: StackValidationArgs, report_violation: ReportViolation) -> None:
            stack = Stack(tuple(Resource.in_stack(each) for each in args.resources))
            options = self._options(args.get_config())
            for resource, sentence in judge(stack, options):
                if self._applies(resource, options):
                    report_violation(f"{resource.name}: {sentence}", resource.urn)

        return StackValidationPolicy(validate=validate, **self._words())

    def _words(self) -> dict[str, Any]:
        options = {**self.options, **({"stacks": STACKS} if self.production else {}), "exceptions": EXCEPTIONS}
        return {
            "name": self.name,
            "description": f"{self.what}\nWhy: {self.why}\nFix: {self.fix}",
            "display_name": self.what,
            "remediation_steps": self.fix,
            "enforcement_level": self.level,
            "severity": self.severity,
            "config_schema": PolicyConfigSchema(properties={key: dict(value) for key, value in options.items()}),
        }

    def _options(self, config: Mapping[str, Any] | None) -> Options:
        defaults = {key: schema.get("default") for key, schema in self.options.items()}
        return {"stacks": PRODUCTION_STACKS, "exceptions": {}, **defaults, **(config or {})}

    def _applies(self, resource: Resource, options: Options) -> bool:
        if self.production and not any(fnmatchcase(resource.stack, pattern) for pattern in options["stacks"]):
            return False
        # A reason is what makes an exception of it.
        return not any(
            isinstance(reason, str) and reason.strip() and fnmatchcase(resource.name, pattern)
            for pattern, reason in options["exceptions"].items()
        )
