"""An up on paper: what Pulumi would do to each resource, with no AWS behind it.

The layer of `rehearsal.resources` says which changes replace; ids and ARNs are made up, new ones for what is new.
"""

from typing import Any

from pulumi.runtime.proto import resource_pb2

from rehearsal.resources.registry import Account, Properties, ResourceType, resource_type
from rehearsal.up.diff import changed_properties, without_ignored
from rehearsal.up.monitor import Monitor
from rehearsal.up.program import Program, run_against
from rehearsal.up.properties import message_of
from rehearsal.up.registration import Registration
from rehearsal.up.stack_config import StackConfig
from rehearsal.up.state import Change, Registered, State

ACCOUNT_ID = "123456789012"
REGION = "eu-central-1"
ANSWERS: dict[str, Properties] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT_ID},
    "aws:index/getRegion:getRegion": {"region": REGION, "id": REGION, "name": REGION},
    "aws:index/getPartition:getPartition": {
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": [f"{REGION}{zone}" for zone in "abc"]},
    "aws:ec2/getVpc:getVpc": {"cidrBlock": "172.31.0.0/16"},
}


def up_on_paper(program: Program, config: StackConfig, state: State) -> list[Change]:
    """What an up would do. `ignored` is one more kind: a change that the resource's program leaves to others."""
    monitor = _PaperMonitor(_PaperAccount(), state, config.stack, config.project, dry_run=False)
    run_against(monitor, program, config)
    return monitor.changes


class _PaperAccount:
    region = REGION
    account_id = ACCOUNT_ID

    def client(self, service: str) -> Any:
        raise NotImplementedError(f"there is no {service} on paper")


class _PaperMonitor(Monitor):
    """Keeps the state, and calls nothing."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # Everything that is created in this run differs from what an earlier one created under the same name.
        self._run = len(self._state)

    def kind(self, token: str) -> ResourceType:
        """The real type's decisions, without its calls."""
        return _PaperType(resource_type(token), self._run)

    def Invoke(self, request: Any) -> Any:
        """The same answers for everyone."""
        return resource_pb2.ResourceInvokeResponse(**{"return": message_of(ANSWERS[request.tok])})

    def finish(self) -> None:
        """Forget what the program does not register any more."""
        orphans = [resource for resource in self._state if resource.urn not in self._seen]
        for resource in orphans:
            self._state.remove(resource.urn)
        self._state.replaced.clear()
        self.changes += [Change("delete", one.type, one.name) for one in orphans if one.custom]

    def _provide(self, wanted: Registration, recorded: Registered | None) -> Registered:
        if recorded is not None:
            inputs = {key: value for key, value in wanted.inputs.items() if value is not None}
            kept = without_ignored(recorded.inputs, inputs, wanted.ignore_changes)
            if ignored := changed_properties(kept, inputs):
                self.changes.append(Change("ignored", wanted.type, wanted.name, ignored))
        return super()._provide(wanted, recorded)


class _PaperType(ResourceType):
    def __init__(self, real: ResourceType, run: int) -> None:
        self._real = real
        self._run = run

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        return self._real.replacing(old_inputs, new_inputs)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        id = f"{name}-{self._run}"
        made_up = {
            "arn": f"arn:aws:paper:{REGION}:{ACCOUNT_ID}:{id}",
            "name": name,
            "allocationId": id,
            "dnsName": f"{id}.example",
            "repositoryUrl": f"{id}.example/repository",
        }
        return id, {**made_up, **inputs}

    def read(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> tuple[Properties, Properties]:
        return inputs, outputs

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        return {**outputs, **new_inputs}

    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        pass
