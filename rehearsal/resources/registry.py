"""What a resource type can do, and which types there are.

The layer does not know who drives it: the in-process monitor today, the real Pulumi engine later.
A driver looks a type up with `resource_type`, and calls it inside `naming`, so that every error names the resource.
"""

import importlib
import pkgutil
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar, Protocol, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from rehearsal.failure import RehearsalError

Properties = dict[str, Any]


class Account(Protocol):
    """The AWS account that resources are created in."""

    @property
    def region(self) -> str: ...
    @property
    def account_id(self) -> str: ...
    def client(self, service: str) -> Any: ...


class InvalidProperty(Exception):
    """An input that AWS would refuse: unknown, wrong, or a reference to something that does not exist."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}" if path else reason)


class MissingProperty(InvalidProperty):
    """An input that AWS would refuse to go without."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "is missing, and needed")


class ResourceError(RehearsalError):
    """An error of one resource, with its type and logical name."""

    def __init__(self, token: str, name: str, reason: str) -> None:
        self.token = token
        self.name = name
        super().__init__(reason, resource=f"{token} {name}")


class ResourceType(ABC):
    """One Pulumi resource type, in AWS's calls. Inputs and outputs have the names of pulumi_aws."""

    token: ClassVar[str]
    replace_on: ClassVar[frozenset[str]] = frozenset()
    """Inputs whose change AWS cannot take in place: the resource is created anew, and the old one deleted."""
    delete_before_replace: ClassVar[bool] = False
    """Whether the old one goes first, because there can only be one."""
    name_property: ClassVar[str | None] = None
    """The input that gets a name of its own choice where the program leaves it out."""
    name_limit: ClassVar[int] = 255

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        """The inputs with the name that was chosen before, or a new one where there is none."""
        key = self.name_property
        if key and len(str(inputs.get(key) or "")) > self.name_limit:
            raise InvalidProperty(key, f"got {inputs[key]!r}, allowed are up to {self.name_limit} characters")
        if key is None or inputs.get(key) is not None or inputs.get(f"{key}Prefix") is not None:
            return inputs
        if recorded and key in recorded:
            return {**inputs, key: recorded[key]}
        return {**inputs, key: physical_name(name, self.name_limit)}

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        """The inputs of `replace_on`, and those that replace only in some of their changes, such as this one."""
        return self.replace_on

    @abstractmethod
    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        """Create it; answers with its id and its outputs."""

    @abstractmethod
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        """The live values laid over the recorded inputs and outputs; None when it is gone."""

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        """Change it in place; answers with the new outputs. Called for changes outside of `replace_on` only."""
        raise InvalidProperty("", f"{self.token} cannot be changed in place")

    @abstractmethod
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete it; one that is gone already is no error."""


RESOURCE_TYPES: dict[str, ResourceType] = {}

Registered = TypeVar("Registered", bound=type[ResourceType])


def register(kind: Registered) -> Registered:
    """Class decorator that adds a type to RESOURCE_TYPES."""
    RESOURCE_TYPES[kind.token] = kind()
    return kind


def resource_type(token: str) -> ResourceType:
    """The type of this token; every module of this package is loaded at the first call."""
    if token not in RESOURCE_TYPES:
        _load_types()
    try:
        return RESOURCE_TYPES[token]
    except KeyError:
        raise InvalidProperty("", f"the rehearsal does not know the resource type {token}") from None


@contextmanager
def naming(token: str, name: str) -> Iterator[None]:
    """Errors inside become a ResourceError that names this resource."""
    try:
        yield
    except ResourceError:
        raise
    except ClientError as error:
        answer = error.response["Error"]
        reason = f"{error.operation_name}: {answer.get('Message', 'refused')} ({answer.get('Code', 'no code')})"
        raise ResourceError(token, name, reason) from error
    except (InvalidProperty, BotoCoreError) as error:
        raise ResourceError(token, name, str(error)) from error


def physical_name(name: str, limit: int) -> str:
    """A unique name as Pulumi chooses one: the logical name, a dash and seven hexadecimal digits."""
    return f"{name[: limit - 8]}-{secrets.token_hex(4)[:7]}"


def is_missing(error: ClientError) -> bool:
    """Whether AWS says that the thing does not exist."""
    code = error.response["Error"]["Code"]
    if code.startswith("NoSuch") or code == "404":
        return True
    return any(words in code for words in ("NotFound", "DoesNotExist", "NonExistent"))


@contextmanager
def referring(path: str, value: Any) -> Iterator[None]:
    """Whatever AWS does not find inside is a dangling reference of this property."""
    try:
        yield
    except ClientError as error:
        if is_missing(error):
            raise InvalidProperty(path, f"there is no {value}") from error
        raise


Call = TypeVar("Call", bound=Callable[..., Any])


def none_when_missing(call: Call) -> Call:
    """Decorator for read and delete: what AWS does not find is None, not an error."""

    @wraps(call)
    def tolerant(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            if is_missing(error):
                return None
            raise

    return tolerant  # type: ignore[return-value]


def _load_types() -> None:
    package = importlib.import_module("rehearsal.resources")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"rehearsal.resources.{module.name}")
