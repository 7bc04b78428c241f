"""What a person reads: progress as it happens, and a short table at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any


@dataclass
class Step:
    """One step, how long it took, how many API calls it made, and what came of it in a few words."""

    name: str
    seconds: float = 0.0
    calls: int = 0
    result: str = ""


@dataclass
class Report:
    """The steps so far, and the figures that the last line gives."""

    out: Callable[[str], None]
    steps: list[Step] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    lost: int = 0

    @contextmanager
    def step(self, name: str, aws: Any) -> Iterator[Step]:
        """Times a step and counts its calls; says when it begins and what came of it."""
        step = Step(name)
        self.steps.append(step)
        self.out(f"{name} ...")
        started, calls = monotonic(), aws.calls
        yield step
        step.seconds, step.calls = monotonic() - started, aws.calls - calls
        self.out(f"{name}: {step.result} ({step.seconds:.1f} s)")

    def detail(self, text: str) -> None:
        """A line of progress inside a step."""
        self.out(f"    {text}")

    def excerpt(self, title: str, lines: list[str]) -> None:
        """Lines of something longer, under a title."""
        self.out(f"  {title}:")
        for line in lines:
            self.out(f"  | {line}")

    def count(self, sent: int, lost: int) -> None:
        """Adds the requests of one release."""
        self.sent += sent
        self.lost += lost

    @property
    def last_line(self) -> str:
        """The line that everything ends with."""
        return f"{self.sent} requests sent, {self.lost} lost"

    def table(self) -> list[str]:
        """The steps with their figures, then the facts."""
        width = max((len(name) for name in (*(step.name for step in self.steps), *self.facts)), default=0)
        lines = [f"{'':<{width}}  {'seconds':>7}  {'calls':>5}"]
        lines += [f"{step.name:<{width}}  {step.seconds:>7.1f}  {step.calls:>5}  {step.result}" for step in self.steps]
        lines.append("")
        lines += [f"{name:<{width}}  {fact}" for name, fact in self.facts.items()]
        return lines
