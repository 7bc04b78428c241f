"""Refused settings: collected one by one, worded here, raised together in one error."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from .spelling import got

NOT_SHOWN = "got a value that is not shown, it may be a secret"


@dataclass(frozen=True)
class Problem:
    """One setting that cannot be used, and why."""

    setting: str
    """The setting as Pulumi config spells it, such as loadBalancer.testPort."""

    sentence: str
    """The value got, what is allowed, and the way out where it is not obvious."""


class ConfigurationError(pulumi.RunError, pulumi.InputPropertiesError):
    """Settings that cannot be used. A program ends with the message alone, other languages see each property."""

    def __init__(self, name: str, problems: Iterable[Problem], nothing_created: bool = True) -> None:
        self.problems = tuple(problems)
        count = "1 setting" if len(self.problems) == 1 else f"{len(self.problems)} settings"
        lines = [f"{name}: {count} cannot be used{', nothing was created' if nothing_created else ''}"]
        lines += [f"  {problem.setting}: {problem.sentence}" for problem in self.problems]
        super().__init__(
            "\n".join(lines),
            [{"property_path": problem.setting, "reason": problem.sentence} for problem in self.problems],
        )


@dataclass(frozen=True)
class Unusable:
    """Stands in the args for a group of Pulumi config that cannot be read; the settings hand its sentence on."""

    sentence: str


class Problems:
    """Collects refused settings, so that a user reads all of them at once."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, str], Problem] = {}
        self._settings: set[str] = set()

    def __iter__(self) -> Any:
        return iter(self._problems.values())

    def __len__(self) -> int:
        return len(self._problems)

    def raise_if_any(self, name: str) -> None:
        """Ends the component's creation if anything was refused.

        Raises:
            ConfigurationError: with every problem, in the order of the settings.
        """
        if self._problems:
            raise ConfigurationError(name, self)

    def refused(self, setting: str) -> bool:
        """Whether this very setting already has a problem."""
        return setting in self._settings

    def add(self, setting: str, sentence: str) -> None:
        """One more refused setting; the same sentence is kept once."""
        self._problems.setdefault((setting, sentence), Problem(setting, sentence))
        self._settings.add(setting)

    def mark_refused(self, setting: str) -> None:
        """Counts a setting as refused whose problem was added one level further down."""
        self._settings.add(setting)

    def not_allowed(self, setting: str, value: Any, allowed: str, way_out: str = "", shown: bool = True) -> None:
        """A value of the right type that is not what it should be."""
        then = f"; {way_out}" if way_out else ""
        self.add(setting, f"{f'got {got(value)}' if shown else NOT_SHOWN}, allowed is {allowed}{then}")

    def out_of_range(self, setting: str, value: Any, low: int, high: int | None, unit: str) -> None:
        """A number that is too small or too large."""
        limits = f"{low} or more" if high is None else f"{low} to {high}"
        self.add(setting, f"got {got(value)}, allowed are {limits}{f' {unit}' if unit else ''}")

    def not_one_of(self, setting: str, value: Any, allowed: Sequence[Any], unit: str = "") -> None:
        """A value that is none of a few."""
        choices = [str(choice) for choice in allowed]
        self.add(setting, f"got {got(value)}, allowed are {_listed(choices)}{f' {unit}' if unit else ''}")

    def must_be_plain(self, setting: str) -> None:
        """An Output where the value decides which resources there are."""
        self.add(setting, "got an Output, allowed is a plain value: it decides which resources there are")

    def missing(self, setting: str, example: str = "") -> None:
        """A setting that has no default is not there."""
        self.add(setting, f"missing, it has no default{f'; set it to {example}' if example else ''}")

    def unknown(self, setting: str, suggestion: str, legal: Sequence[str]) -> None:
        """A key that no setting has; the suggestion is empty where no legal key is near."""
        known = f"did you mean {suggestion}?" if suggestion else f"known here are {_listed(legal, 'and')}"
        self.add(setting, f"there is no such setting; {known}")

    def set_twice(self, setting: str, other: str) -> None:
        """One name in two maps, or one item in two lists."""
        self.add(setting, f"is in {other} too; keep one of the two")

    def listed_twice(self, setting: str, value: Any) -> None:
        """One item twice in a list."""
        self.add(setting, f"got {got(value)} for the second time; keep one of the two")

    def too_few(self, setting: str, count: int, at_least: int, what: str, reason: str) -> None:
        """A list that is too short."""
        self.add(setting, f"got {count}, allowed are {at_least} or more {what}; {reason}")

    def too_many(self, setting: str, count: int, at_most: int, what: str, reason: str) -> None:
        """A list that is too long."""
        self.add(setting, f"got {count}, allowed are at most {at_most} {what}; {reason}")

    def too_long(self, setting: str, value: int, at_most: int, unit: str, reason: str) -> None:
        """A time or a number that is within its limits, and too long together with another setting."""
        self.add(setting, f"got {value}, allowed are at most {at_most} {unit}; {reason}")

    def memory_without_cpu(self, setting: str, memory: int, cpu: int, needs: str) -> None:
        """Fargate has no task of this cpu and memory."""
        self.add(setting, f"got {memory} MiB with cpu {cpu}, which needs {needs}")

    def port_in_use(self, setting: str, port: int, user: str, example: int) -> None:
        """A second listener on a port that has one."""
        self.add(setting, f"got {port}, which the {user} uses; choose another, for example {example}")

    def needs(self, setting: str, other: str, reason: str) -> None:
        """A setting that makes no sense alone."""
        self.add(setting, f"needs {other} too; {reason}")

    def not_together(self, setting: str, other: str, reason: str) -> None:
        """A setting that contradicts another."""
        self.add(setting, f"cannot be set together with {other}; {reason}")

    def not_less_than(self, setting: str, value: int, other: str, limit: int, unit: str) -> None:
        """A number that must be less than another setting's."""
        self.add(setting, f"got {value}, allowed is less than {other}, which is {limit} {unit}")

    def takes_too_long(self, setting: str, value: int, seconds: int, limit: int, others: Sequence[str]) -> None:
        """A number that makes something take longer than AWS lets it."""
        together = _listed(others, "and")
        self.add(
            setting, f"got {value}, which with {together} takes up to {seconds} seconds, allowed are {limit}; lower one"
        )

    def out_of_bounds(
        self, setting: str, value: int, low: int, high: int | None, unit: str, others: Sequence[str]
    ) -> None:
        """A number outside the limits that other settings set."""
        limits = f"{low} or more" if high is None else f"{low} to {high}"
        verb = "says" if len(others) == 1 else "say"
        self.add(setting, f"got {value}, allowed are {limits} {unit}, as {_listed(others, 'and')} {verb}")

    def needs_one_of(self, setting: str, others: Sequence[str], reason: str) -> None:
        """A group that does nothing without one of these."""
        self.add(setting, f"needs {_listed(others)} too; {reason}")

    def not_among(self, setting: str, value: Any, reason: str) -> None:
        """A list without the item that it cannot do without."""
        self.add(setting, f"is without {value}; {reason}")

    def name_not_allowed(self, setting: str, allowed: str) -> None:
        """The name in a map of names to texts is none."""
        self.add(setting, f"the name is not allowed, allowed is {allowed}")

    def taken_name(self, setting: str, owner: str) -> None:
        """The name of a variable that someone else sets."""
        self.add(setting, f"the name is taken, {owner} sets it; choose another")

    def holds_placeholder(self, setting: str, placeholder: str) -> None:
        """A text in which the pipeline would replace a part."""
        self.add(setting, f"holds {placeholder}, in whose place the pipeline puts the image; choose another text")

    def too_many_tags(self, setting: str, count: int, limit: int) -> None:
        """More tags than AWS takes on one resource."""
        self.add(setting, f"got {count} tags, allowed are {limit} and Name, which subnets carry")


def secret_in_environment(setting: str) -> Problem:
    """The problem of a secret value in a variable that many may read."""
    group = setting.split(".")[0]
    return Problem(
        setting,
        "holds a secret, which anyone who may look at the "
        f"{'build project' if group == 'build' else 'task definition'} could read; "
        f"keep it in Secrets Manager and set its ARN in {group if group == 'build' else 'service'}.secrets",
    )


def secret_setting() -> str:
    """The sentence for an Output in the place of a setting that is a secret."""
    return (
        "holds a secret, and no setting is kept secret: AWS shows it to anyone who may look at the resource; keep the "
        "secret in Secrets Manager and set its ARN in service.secrets or build.secrets, or write "
        "pulumi.Output.unsecret(...) around what is none"
    )


def secret_group() -> str:
    """The sentence for a group of Pulumi config that was set as a secret."""
    return (
        "is set as a secret, and no setting is kept secret: the task definition or the build project shows it "
        "to anyone who may look; keep the secret in Secrets Manager and set its ARN in service.secrets or build.secrets"
    )


def not_a_map(group: str, value: Any, example: str) -> str:
    """The sentence for a group that is a text, a number, a list or nothing."""
    return f"got {got(value)}, allowed is a map of settings, for example {group}: {{{example}}}"


def _listed(items: Sequence[str], word: str = "or") -> str:
    """a, b or c"""
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)


EXAMPLES: Mapping[str, str] = {
    "source": "repository: acme/web",
    "build": "timeoutMinutes: 30",
    "imageRepository": "keepImages: 30",
    "network": "nat: single",
    "loadBalancer": "testPort: 8080",
    "loadBalancer.healthCheck": "path: /",
    "loadBalancer.accessLogs": "retentionDays: 90",
    "service": "cpu: 256",
    "service.scaling": "max: 10, requestsPerTarget: 600",
    "deployment": "terminationWaitMinutes: 5",
    "deployment.smokeTest": "path: /",
    "pipeline": "artifactRetentionDays: 30",
    "encryption": "kmsKeyArn: arn:aws:kms:REGION:ACCOUNT:key/ID",
    "tags": "team: web",
}
