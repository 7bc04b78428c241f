"""awsx:ec2:Vpc as the resources that awsx makes of it, when every subnet's block is given.

Source: pulumi-awsx 3, `awsx/ec2/vpc.ts` and `awsx/ec2/subnetNaming.ts`: names, parents, tags and order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rehearsal.resources.registry import InvalidProperty, Properties

TOKEN = "awsx:ec2:Vpc"
EVERYWHERE = "0.0.0.0/0"
TYPE_ORDER = ("public", "private", "isolated")
# What awsx hands on to aws.ec2.Vpc.
VPC_INPUTS = ("cidrBlock", "enableDnsHostnames", "enableDnsSupport", "instanceTenancy", "tags")
OWN_INPUTS = ("availabilityZoneNames", "natGateways", "subnetStrategy", "subnetSpecs")


@dataclass(frozen=True)
class Ref:
    """An output of another child, which is known once that child exists."""

    child: str
    output: str = "id"


@dataclass(frozen=True)
class Child:
    """One resource of the expansion; `parent` is the key of another child, or None for the component itself."""

    token: str
    name: str
    inputs: Properties
    parent: str | None = None

    @property
    def key(self) -> str:
        """What a Ref calls this child."""
        return f"{self.token} {self.name}"


@dataclass
class Expansion:
    """The children in the order of their creation, and the component's outputs with Refs to them."""

    children: list[Child] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, name: str, inputs: Properties, parent: str | None) -> str:
        """Add a child of this EC2 type; answers with its key."""
        child = Child(f"aws:ec2/{kind[:1].lower()}{kind[1:]}:{kind}", name, inputs, parent)
        self.children.append(child)
        return child.key


@dataclass(frozen=True)
class Subnet:
    """One subnet of a zone."""

    kind: str
    name: str
    cidr_block: str
    tags: dict[str, str]


def expand(name: str, inputs: Properties) -> Expansion:
    """The resources of this VPC."""
    _require_known(inputs)
    zones = inputs.get("availabilityZoneNames") or []
    strategy = _nat_strategy(inputs)
    tags = inputs.get("tags") or {}
    shared = {"Name": name, **tags}
    expansion = Expansion()
    vpc_inputs = {key: inputs[key] for key in VPC_INPUTS if inputs.get(key) is not None}
    vpc = expansion.add("Vpc", name, {"cidrBlock": "10.0.0.0/16", **vpc_inputs, "tags": shared}, None)
    gateway = expansion.add("InternetGateway", name, {"vpcId": Ref(vpc), "tags": shared}, vpc)
    ids: dict[str, list[Ref]] = {kind: [] for kind in TYPE_ORDER}
    nat_gateways: list[str] = []
    for number, zone in enumerate(zones, start=1):
        for subnet in _subnets(name, inputs, number, len(zones)):
            subnet_key, table = _add_subnet(expansion, subnet, zone, vpc, shared)
            ids[subnet.kind.lower()].append(Ref(subnet_key))
            if subnet.kind.lower() == "public":
                if strategy == "oneperaz" or (strategy == "single" and not nat_gateways):
                    nat_gateways.append(_add_nat_gateway(expansion, f"{name}-{number}", subnet_key, tags))
                _add_route(expansion, subnet.name, table, {"gatewayId": Ref(gateway)})
            elif subnet.kind.lower() == "private" and strategy != "none":
                if not nat_gateways:
                    raise InvalidProperty("natGateways.strategy", "a NAT gateway needs a public subnet")
                _add_route(expansion, subnet.name, table, {"natGatewayId": Ref(nat_gateways[-1])})
    expansion.outputs = {
        "vpcId": Ref(vpc),
        "publicSubnetIds": ids["public"],
        "privateSubnetIds": ids["private"],
        "isolatedSubnetIds": ids["isolated"],
    }
    return expansion


def _add_subnet(expansion: Expansion, subnet: Subnet, zone: str, vpc: str, shared: dict[str, str]) -> tuple[str, str]:
    own = {"Name": subnet.name, "SubnetType": subnet.kind}
    key = expansion.add(
        "Subnet",
        subnet.name,
        {
            "vpcId": Ref(vpc),
            "availabilityZone": zone,
            "mapPublicIpOnLaunch": subnet.kind.lower() == "public",
            "cidrBlock": subnet.cidr_block,
            "tags": {**shared, **subnet.tags, **own},
        },
        vpc,
    )
    table = expansion.add("RouteTable", subnet.name, {"vpcId": Ref(vpc), "tags": {**shared, **own}}, key)
    association = {"routeTableId": Ref(table), "subnetId": Ref(key)}
    expansion.add("RouteTableAssociation", subnet.name, association, table)
    return key, table


def _add_nat_gateway(expansion: Expansion, name: str, subnet: str, tags: dict[str, str]) -> str:
    named = {**tags, "Name": name}
    address = expansion.add("Eip", name, {"tags": named}, subnet)
    inputs = {"subnetId": Ref(subnet), "allocationId": Ref(address, "allocationId"), "tags": named}
    return expansion.add("NatGateway", name, inputs, subnet)


def _add_route(expansion: Expansion, name: str, table: str, target: Properties) -> None:
    route = {"routeTableId": Ref(table), "destinationCidrBlock": EVERYWHERE, **target}
    expansion.add("Route", name, route, table)


def _subnets(name: str, inputs: Properties, number: int, zones: int) -> Iterator[Subnet]:
    """This zone's subnets, public ones first."""
    specs = inputs.get("subnetSpecs") or []
    for spec in sorted(specs, key=lambda spec: TYPE_ORDER.index(_kind(spec).lower())):
        blocks = spec.get("cidrBlocks") or []
        if len(blocks) != zones:
            reason = f"got {len(blocks)} for {spec['type']}, allowed is one for each of the {zones} zones"
            raise InvalidProperty("subnetSpecs.cidrBlocks", reason)
        label = spec.get("name") or _kind(spec).lower()
        yield Subnet(_kind(spec), f"{name}-{label}-{number}", blocks[number - 1], spec.get("tags") or {})


def _kind(spec: Properties) -> str:
    kind = str(spec["type"])
    if kind.lower() not in TYPE_ORDER:
        raise InvalidProperty("subnetSpecs.type", f"got {kind!r}, allowed are Public, Private, Isolated")
    return kind


def _nat_strategy(inputs: Properties) -> str:
    strategy = str((inputs.get("natGateways") or {}).get("strategy", "OnePerAz"))
    if strategy.lower() not in ("none", "single", "oneperaz"):
        raise InvalidProperty("natGateways.strategy", f"got {strategy!r}, allowed are None, Single, OnePerAz")
    return strategy.lower()


def _require_known(inputs: Properties) -> None:
    for key, value in inputs.items():
        if value is not None and key not in (*VPC_INPUTS, *OWN_INPUTS):
            raise InvalidProperty(key, "the rehearsal does not expand this property of awsx:ec2:Vpc")
    if not inputs.get("availabilityZoneNames") or not inputs.get("subnetSpecs"):
        raise InvalidProperty("subnetSpecs", "the rehearsal expands a VPC with zones and subnets given")
