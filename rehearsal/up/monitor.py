"""The resource monitor: what the program registers is created, changed or replaced in the embedded AWS.

It stands where Pulumi's engine would, in the same process, on the SDK's own MockMonitor.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import resource_pb2

from rehearsal.failure import RehearsalError
from rehearsal.resources import awsx_vpc
from rehearsal.resources.functions import INVOKES
from rehearsal.resources.registry import Account, ResourceError, ResourceType, naming, resource_type
from rehearsal.up.deletion import delete_all, delete_one, refuse_protected
from rehearsal.up.diff import changed_properties, without_ignored
from rehearsal.up.needed import Needed
from rehearsal.up.properties import UNKNOWN, is_unknown, message_of, plain_properties
from rehearsal.up.registration import STACK_TYPE, Registration, urn_of
from rehearsal.up.state import Change, Properties, Registered, State

PROVIDER_PREFIX = "pulumi:providers:"

Rewrite = Callable[[Registration, list[Registered]], Registration]
"""What comes between a program and the monitor: the registration, given what was registered before it."""


class Monitor(MockMonitor):
    """Answers the SDK's calls for one run of a program. In a dry run nothing is created, and `state` stays as it is."""

    def __init__(
        self,
        aws: Account,
        state: State,
        stack: str,
        project: str,
        dry_run: bool,
        rewrite: Rewrite | None = None,
    ) -> None:
        super().__init__(_NoMocks())
        self.changes: list[Change] = []
        self.outputs: Properties = {}
        """The stack's exports."""
        self.failure: Exception | None = None
        self._aws = aws
        self._state = state
        self._stack = stack
        self._project = project
        self._dry_run = dry_run
        self._rewrite = rewrite
        self._seen: dict[str, Registered] = {}
        # Calls arrive on a pool of threads; moto and a person who reads the progress want one after the other.
        self._lock = threading.RLock()

    @property
    def registered(self) -> list[Registered]:
        """What the program registered, in the order of registration."""
        return list(self._seen.values())

    def RegisterResource(self, request: Any) -> Any:
        """Create, change, replace or leave what the program asks for."""
        if request.type == STACK_TYPE:
            urn = urn_of(self._stack, self._project, "", request.type, request.name)
            return resource_pb2.RegisterResourceResponse(urn=urn)
        with self._lock:
            wanted = Registration.of(request, self._stack, self._project)
            resource = self._guarded(wanted.type, wanted.name, lambda: self._register(wanted))
            return resource_pb2.RegisterResourceResponse(
                urn=resource.urn,
                id="" if resource.id == UNKNOWN else resource.id,
                object=message_of(resource.outputs, resource.secrets),
            )

    def RegisterResourceOutputs(self, request: Any) -> Any:
        """Keep a component's outputs, and the stack's."""
        outputs, _ = plain_properties(request.outputs)
        with self._lock:
            if request.urn.split("::")[2] == STACK_TYPE:
                self.outputs = outputs
            elif component := self._seen.get(request.urn):
                self._keep(replace(component, outputs=outputs))
        return empty_pb2.Empty()

    def Invoke(self, request: Any) -> Any:
        """Answer what the program asks of AWS."""
        args, _ = plain_properties(request.args)
        with self._lock:
            if request.tok not in INVOKES:
                raise self._failed(RehearsalError(f"the rehearsal does not know the function {request.tok}"))
            answer = self._guarded(request.tok, "", lambda: INVOKES[request.tok](self._aws, args))
        return resource_pb2.ResourceInvokeResponse(**{"return": message_of(answer)})

    def ReadResource(self, request: Any) -> Any:
        """Refuse X.get(): nothing exists in the embedded AWS that the program has not created."""
        raise self._failed(ResourceError(request.type, request.name, "cannot be read from an embedded AWS"))

    def kind(self, token: str) -> ResourceType:
        """What stands for AWS, type by type."""
        return resource_type(token)

    def finish(self) -> None:
        """Delete what was replaced, and what the program does not register any more."""
        orphans = [resource for resource in self._state if resource.urn not in self._seen]
        refuse_protected(orphans)
        if self._dry_run:
            self.changes += [Change("delete", one.type, one.name) for one in reversed(orphans) if one.custom]
        else:
            self.changes += delete_all(self._aws, self._state, [*orphans, *self._state.replaced])

    def _guarded(self, token: str, name: str, act: Any) -> Any:
        """The first error of any resource ends the run; the SDK would go on with those that do not depend on it."""
        if self.failure is not None:
            raise self.failure
        try:
            with naming(token, name):
                return act()
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> Exception:
        self.failure = self.failure or error
        return error

    def _register(self, wanted: Registration) -> Registered:
        if wanted.urn in self._seen:
            raise ResourceError(wanted.type, wanted.name, f"is registered twice (again at {wanted.source_position})")
        recorded = self._recorded(wanted)
        if wanted.remote:
            return self._expand(wanted)
        if not wanted.custom or wanted.type.startswith(PROVIDER_PREFIX):
            id = wanted.name if wanted.custom else ""
            return self._keep(_resource(wanted, id=id, inputs=wanted.inputs, outputs=wanted.inputs))
        return self._keep(self._provide(wanted, recorded))

    def _provide(self, wanted: Registration, recorded: Registered | None) -> Registered:
        kind = self.kind(wanted.type)
        if self._rewrite is not None:
            wanted = self._rewrite(wanted, self.registered)
        inputs: Properties = Needed({key: value for key, value in wanted.inputs.items() if value is not None})
        if recorded is None:
            return self._create(wanted, _checked(wanted, inputs, None), ())
        inputs = without_ignored(recorded.inputs, inputs, wanted.ignore_changes)
        new = _checked(wanted, inputs, recorded.inputs)
        changed = changed_properties(recorded.inputs, new)
        if not changed:
            return _resource(wanted, id=recorded.id, inputs=recorded.inputs, outputs=recorded.outputs)
        asked = {path.split(".")[0].split("[")[0] for path in wanted.replace_on_changes}
        forcing = kind.replacing(recorded.inputs, new) | asked
        if forcing & set(changed) or "*" in wanted.replace_on_changes:
            return self._replace(wanted, recorded, _checked(wanted, inputs, None), changed)
        self.changes.append(Change("update", wanted.type, wanted.name, changed))
        outputs = {**recorded.outputs, **new}
        if not self._dry_run:
            outputs = kind.update(self._aws, recorded.id, recorded.inputs, new, recorded.outputs)
        return _resource(wanted, id=recorded.id, inputs=new, outputs=outputs)

    def _create(self, wanted: Registration, inputs: Properties, changed: tuple[str, ...]) -> Registered:
        self.changes.append(Change("replace" if changed else "create", wanted.type, wanted.name, changed))
        if self._dry_run:
            return _resource(wanted, id=UNKNOWN, inputs=inputs, outputs=inputs)
        id, outputs = self.kind(wanted.type).create(self._aws, wanted.name, inputs)
        return _resource(wanted, id=id, inputs=inputs, outputs=outputs)

    def _replace(
        self, wanted: Registration, old: Registered, inputs: Properties, changed: tuple[str, ...]
    ) -> Registered:
        """The new one first, so that nothing is ever without it; the old one goes when the program is through."""
        refuse_protected([old])
        old_first = wanted.delete_before_replace or self.kind(wanted.type).delete_before_replace
        if old_first and not self._dry_run:
            delete_one(self._aws, old)
        new = self._create(wanted, inputs, changed)
        if not old_first and not self._dry_run:
            self._state.replaced.append(old)
        return new

    def _expand(self, wanted: Registration) -> Registered:
        """A component that another program would make: awsx's VPC."""
        if wanted.type != awsx_vpc.TOKEN:
            raise ResourceError(wanted.type, wanted.name, "the rehearsal cannot expand this component")
        expansion = awsx_vpc.expand(wanted.name, wanted.inputs)
        made: dict[str, Registered] = {}
        for child in expansion.children:
            parent = made[child.parent].urn if child.parent else wanted.urn
            registration = replace(
                wanted,
                urn=urn_of(self._stack, self._project, parent, child.token, child.name),
                type=child.token,
                name=child.name,
                custom=True,
                remote=False,
                parent=parent,
                inputs=_resolved(child.inputs, made),
                secrets=frozenset(),
                dependencies=tuple(made[key].urn for key in _references(child.inputs)),
                ignore_changes=(),
                aliases=(),
            )
            made[child.key] = self._guarded(child.token, child.name, lambda one=registration: self._register(one))
        return self._keep(_resource(wanted, id="", inputs=wanted.inputs, outputs=_resolved(expansion.outputs, made)))

    def _recorded(self, wanted: Registration) -> Registered | None:
        """The resource of this URN in the state, or the one that had an alias of it."""
        for urn in (wanted.urn, *wanted.aliases):
            found = self._state.get(urn)
            if found is not None and urn not in self._seen:
                if urn != wanted.urn and not self._dry_run:
                    self._state.remove(urn)
                return found
        return None

    def _keep(self, resource: Registered) -> Registered:
        self._seen[resource.urn] = resource
        if not self._dry_run:
            self._state.put(resource)
        return resource


class _NoMocks(Mocks):
    """MockMonitor asks for mocks; this monitor answers everything itself."""

    def call(self, args: Any) -> Any:
        raise NotImplementedError

    def new_resource(self, args: Any) -> Any:
        raise NotImplementedError


def _checked(wanted: Registration, inputs: Properties, recorded: Properties | None) -> Properties:
    """The type's check of everything that is known."""
    known = {key: value for key, value in inputs.items() if not is_unknown(value)}
    return Needed({**resource_type(wanted.type).check(wanted.name, known, recorded), **inputs})


def _resource(wanted: Registration, id: str, inputs: Properties, outputs: Properties) -> Registered:
    return Registered(
        urn=wanted.urn,
        type=wanted.type,
        name=wanted.name,
        custom=wanted.custom,
        id=id,
        inputs=inputs,
        outputs=outputs,
        parent=wanted.parent,
        dependencies=wanted.dependencies,
        protect=wanted.protect,
        retain_on_delete=wanted.retain_on_delete,
        ignore_changes=wanted.ignore_changes,
        secrets=wanted.secrets,
        source_position=wanted.source_position,
    )


def _resolved(value: Any, made: dict[str, Registered]) -> Any:
    """The value with every Ref replaced by what it refers to."""
    if isinstance(value, awsx_vpc.Ref):
        child = made[value.child]
        return child.id if value.output == "id" else child.outputs.get(value.output, UNKNOWN)
    if isinstance(value, dict):
        return {key: _resolved(item, made) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, made) for item in value]
    return value


def _references(value: Any) -> list[str]:
    if isinstance(value, awsx_vpc.Ref):
        return [value.child]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [key for item in items for key in _references(item)]
