"""A stack whose program is a function of a test."""

from rehearsal.up.deletion import destroy
from rehearsal.up.program import run_program
from rehearsal.up.stack_config import StackConfig
from rehearsal.up.state import State

CONFIG = StackConfig("shop", "dev", {"shop:greeting": "hello"}, ())


class Stack:
    """Ups, previews and destroys on the embedded AWS, with the state in between."""

    def __init__(self, aws):
        self.aws = aws
        self.state = State()

    def up(self, program, config=CONFIG):
        return run_program(self.aws, program, config, self.state)

    def preview(self, program):
        return run_program(self.aws, program, CONFIG, self.state, dry_run=True)

    def destroy(self):
        return destroy(self.aws, self.state)

    def urns(self):
        return [resource.urn for resource in self.state]


def kinds(result):
    """What happened to whom, in alphabetical order: what does not depend on another may come before or after it."""
    return sorted((change.kind, change.name) for change in result.changes)
