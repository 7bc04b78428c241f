"""The one error that ends a rehearsal."""


class RehearsalError(Exception):
    """What failed and where, in one sentence that a person reads; the command ends with status 1."""

    def __init__(self, reason: str, *, step: str | None = None, resource: str | None = None) -> None:
        self.reason = reason
        self.step = step
        self.resource = resource
        super().__init__(reason)

    def __str__(self) -> str:
        where = ", ".join(place for place in (self.step, self.resource) if place)
        return f"{where}: {self.reason}" if where else self.reason
