"""Progress on a screen: a tree that is drawn again and again; without a terminal, one line after the other."""

import time

from pulumi.automation import EngineEvent
from rich.console import Console
from rich.live import Live
from rich.text import Text
from rich.tree import Tree

from automation.progress import Node, Progress, State
from automation.urns import is_of_the_engine

_MARKS = {
    State.WAITING: ("·", "dim"),
    State.RUNNING: ("…", "cyan"),
    State.DONE: ("✓", "green"),
    State.FAILED: ("✗", "bold red"),
}
REDRAWN_A_SECOND = 8


def tree(title: str, progress: Progress, now: float, height: int = 0) -> Tree:
    """The tree of what happens; where it would be higher than the screen, what is done is only counted."""
    with progress.lock:
        every = [node for root in progress.roots for node in (root, *root.below())]
        shown = sum(_is_shown(node, folded=False) for node in every)
        folded = bool(height) and shown + 1 > height
        drawn = Tree(Text(title, style="bold"))
        for root in progress.roots:
            # The stack itself is the title.
            for node in root.children if is_of_the_engine(root.urn) else [root]:
                _branch(drawn, node, now, folded)
        return drawn


def _branch(parent: Tree, node: Node, now: float, folded: bool) -> None:
    if not _is_shown(node, folded):
        return
    branch = parent.add(_line(node, now))
    for child in node.children:
        _branch(branch, child, now, folded)


def _is_shown(node: Node, folded: bool) -> bool:
    """A resource to which nothing happens is not, nor, on a small screen, one that is done; components stay."""
    alive = node.state in (State.RUNNING, State.FAILED)
    if node.changes and (alive or not folded):
        return True
    return any(_is_shown(child, folded and not node.is_component) for child in node.children)


def _line(node: Node, now: float) -> Text:
    """A resource with others under it stands for all of them."""
    below = [child for child in node.below() if child.changes and not child.is_component]
    if below:
        done = sum(child.state is State.DONE for child in below)
        mark, style = _MARKS[_state_of(below)]
        return Text.assemble((f"{mark} ", style), node.title, (f"  {done} of {len(below)}", "dim"))
    return _own_line(node, now)


def _own_line(node: Node, now: float) -> Text:
    mark, style = _MARKS[node.state]
    seconds = now - node.started if node.state is State.RUNNING else node.seconds
    took = f"  {seconds:.1f} s" if seconds >= 0.1 else ""
    return Text.assemble((f"{mark} ", style), node.title, (f"  {node.doing}{took}", "dim"))


def _state_of(nodes: list[Node]) -> State:
    states = {node.state for node in nodes}
    for state in (State.FAILED, State.RUNNING):
        if state in states:
            return state
    return State.DONE


class Screen:
    """Shows the progress of one run, and says it in words where nobody watches."""

    def __init__(self, console: Console, title: str, planned: bool = False) -> None:
        self.progress = Progress()
        self._console, self._title, self._planned = console, title, planned
        self._live: Live | None = None

    def __enter__(self) -> "Screen":
        if self._console.is_terminal and not self._console.quiet:
            self._live = Live(
                get_renderable=self._draw,
                console=self._console,
                refresh_per_second=REDRAWN_A_SECOND,
                vertical_overflow="crop",
                # What a preview has looked at stands in the diff that follows.
                transient=self._planned,
            )
            self._live.start()
        else:
            self._console.print(f"{self._title} ...", highlight=False)
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()
            self._live = None

    def on_event(self, event: EngineEvent) -> None:
        """Takes one event of the engine."""
        node = self.progress.add(event)
        if node is None or self._live or self._planned or node.is_component or not node.changes:
            return
        if node.state in (State.DONE, State.FAILED) and event.resource_pre_event is None:
            self._console.print(Text.assemble("  ", _own_line(node, 0.0)), soft_wrap=True, highlight=False)

    def say(self, sentence: str) -> None:
        """A sentence above the tree."""
        self._console.print(sentence, soft_wrap=True, highlight=False, markup=False)

    def _draw(self) -> Tree:
        return tree(self._title, self.progress, time.monotonic(), self._console.size.height - 2)
