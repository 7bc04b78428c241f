"""The engine's events -> where a run stands: each resource, its parent, and how far it is."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from pulumi.automation import DiagnosticEvent, EngineEvent, OpType, StepEventMetadata

from automation.sentences import sentence_of, sentences_of
from automation.urns import is_of_the_engine, name_of, short_type, type_of

_VERBS: dict[str, tuple[str, str]] = {
    OpType.SAME: ("looking at", "unchanged"),
    OpType.CREATE: ("creating", "created"),
    OpType.UPDATE: ("updating", "updated"),
    OpType.DELETE: ("deleting", "deleted"),
    OpType.REPLACE: ("replacing", "replaced"),
    OpType.CREATE_REPLACEMENT: ("creating the new one of", "new one created"),
    OpType.DELETE_REPLACED: ("deleting the old one of", "old one deleted"),
    OpType.REFRESH: ("reading", "read"),
    OpType.READ: ("reading", "read"),
    OpType.IMPORT: ("importing", "imported"),
}
_REPLACEMENT = {OpType.CREATE_REPLACEMENT, OpType.DELETE_REPLACED}


class State(Enum):
    """How far a resource is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(eq=False)
class Node:
    """One resource in the tree."""

    urn: str
    op: str = ""
    state: State = State.WAITING
    is_component: bool = False
    started: float = 0.0
    seconds: float = 0.0
    children: list["Node"] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    """The steps that are done; a replacement has two, and either may be the first."""

    @property
    def title(self) -> str:
        """Its logical name and its type."""
        return f"{name_of(self.urn)}  {short_type(type_of(self.urn))}"

    @property
    def doing(self) -> str:
        """What happens to it, or what happened."""
        running, done = _VERBS.get(self.op, (self.op, self.op))
        if self.ended >= _REPLACEMENT:
            done = "replaced"
        return {State.RUNNING: running, State.DONE: done, State.FAILED: f"{running}: failed"}.get(self.state, "")

    @property
    def changes(self) -> bool:
        """Whether anything happens to it at all."""
        return not is_of_the_engine(self.urn) and (
            self.op not in ("", OpType.SAME, OpType.READ) or self.state is State.FAILED
        )

    def below(self) -> Iterator["Node"]:
        """All resources under it."""
        for child in self.children:
            yield child
            yield from child.below()


class Progress:
    """Takes the events of one run, which come from a thread of the engine's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.nodes: dict[str, Node] = {}
        self.roots: list[Node] = []
        self.warnings: list[str] = []
        self._errors: list[str] = []
        self._clock = clock
        self.lock = threading.RLock()

    def add(self, event: EngineEvent) -> Node | None:
        """Takes one event; the node whose state it has changed, if any."""
        with self.lock:
            if event.resource_pre_event:
                return self._begin(event.resource_pre_event.metadata)
            if event.res_outputs_event:
                return self._end(event.res_outputs_event.metadata, State.DONE)
            if event.res_op_failed_event:
                return self._end(event.res_op_failed_event.metadata, State.FAILED)
            if event.diagnostic_event:
                self._hear(event.diagnostic_event)
            return None

    def errors(self) -> list[str]:
        """What went wrong, in sentences."""
        with self.lock:
            return sentences_of(self._errors)

    def unfinished(self) -> list[Node]:
        """Resources whose operation has begun and not ended; a component has none of its own."""
        with self.lock:
            return [node for node in self.nodes.values() if node.state is State.RUNNING and not node.is_component]

    def _begin(self, metadata: StepEventMetadata) -> Node:
        node = self._node(metadata)
        node.op, node.state, node.started = metadata.op, State.RUNNING, self._clock()
        # A step of the program only, such as a component: nothing is done for it in AWS.
        if node.is_component or metadata.op in (OpType.SAME, OpType.REPLACE):
            node.state = State.DONE
        return node

    def _end(self, metadata: StepEventMetadata, state: State) -> Node:
        node = self._node(metadata)
        if node.started:
            node.seconds = self._clock() - node.started
        # What a refresh has found out is only said at its end.
        node.op, node.state = metadata.op, state
        node.ended.add(metadata.op)
        return node

    def _node(self, metadata: StepEventMetadata) -> Node:
        of = metadata.new or metadata.old
        node = self._at(metadata.urn, of.parent if of else "")
        node.is_component = of is not None and not of.custom
        return node

    def _at(self, urn: str, parent: str) -> Node:
        if urn not in self.nodes:
            self.nodes[urn] = Node(urn)
            self.roots.append(self.nodes[urn])
        node = self.nodes[urn]
        # On a destroy children come before their parents, which are roots until somebody names their own parents.
        if parent and node in self.roots:
            self.roots.remove(node)
            self._at(parent, "").children.append(node)
        return node

    def _hear(self, event: DiagnosticEvent) -> None:
        if event.ephemeral or event.severity not in ("error", "warning"):
            return
        if event.severity == "error":
            of = f"{name_of(event.urn)}: " if event.urn and not is_of_the_engine(event.urn) else ""
            if sentence := sentence_of(event.message):
                self._errors.append(of + sentence)
        elif (sentence := sentence_of(event.message)) and sentence not in self.warnings:
            self.warnings.append(sentence)
