"""The one error that ends a rehearsal."""


class RehearsalError(Exception):
    """What failed and where, in one sentence that a person reads; the command ends with status 1."""

    def __init__(self, reason: str, *, step: str | None = None, resource: str | None = None) -> None:
        self.reason = reason
        self.step = step
        self.resource = resource
        where = ", ".join(place for place in (step, resource) if place)
        super().__init__(f"{where}: {reason}" if where else reason)
