"""The resource types as a driver uses them, and a network for those that need one."""

from dataclasses import dataclass, field
from typing import Any

from rehearsal.resources.registry import naming, resource_type

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"


@dataclass
class Created:
    """One resource, as a driver remembers it."""

    aws: Any
    token: str
    name: str
    id: str
    inputs: dict
    outputs: dict

    @property
    def kind(self):
        return resource_type(self.token)

    def read(self):
        """The live inputs; None when the resource is gone."""
        live = self.kind.read(self.aws, self.id, self.inputs, self.outputs)
        return live and live[0]

    def update(self, **changes):
        new = {key: value for key, value in {**self.inputs, **changes}.items() if value is not None}
        with naming(self.token, self.name):
            self.outputs = self.kind.update(self.aws, self.id, self.inputs, new, self.outputs)
        self.inputs = new

    def delete(self):
        with naming(self.token, self.name):
            self.kind.delete(self.aws, self.id, self.inputs, self.outputs)


@dataclass
class Layer:
    """Creates resources in the embedded AWS."""

    aws: Any
    made: list[Created] = field(default_factory=list)

    def create(self, token, inputs, name="web"):
        kind = resource_type(token)
        with naming(token, name):
            checked = kind.check(name, inputs, None)
            id, outputs = kind.create(self.aws, name, checked)
        return Created(self.aws, token, name, id, checked, outputs)

    def vpc(self):
        return self.create(VPC, {"cidrBlock": "10.0.0.0/16"})

    def subnets(self, vpc):
        """Two subnets in two zones."""
        return [
            self.create(
                SUBNET, {"vpcId": vpc.id, "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": f"eu-central-1{zone}"}
            )
            for number, zone in enumerate("ab")
        ]

    def security_group(self, vpc, name="tasks"):
        return self.create(SECURITY_GROUP, {"vpcId": vpc.id, "description": "Tasks"}, name)
