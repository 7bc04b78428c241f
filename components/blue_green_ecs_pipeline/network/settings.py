"""NetworkArgs with defaults filled in and limits checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..log_retention import LOG_RETENTION_DAYS
from ..problems import Problems
from ..spelling import is_output
from ..text_forms import TextForm, pattern
from .args import Nat, NetworkArgs
from .cidr import VPC_NETWORK

MIN_AVAILABILITY_ZONES = 2  # Elastic Load Balancing User Guide, "Application Load Balancers"
MAX_AVAILABILITY_ZONES = 6  # No Region has more.
MIN_SUBNETS = 2

VPC_ID = TextForm("the id of a VPC, vpc-...", pattern("vpc-[A-Za-z0-9-]+"))
SUBNET_ID = TextForm("the id of a subnet, subnet-...", pattern("subnet-[A-Za-z0-9-]+"))


@dataclass(frozen=True)
class NetworkSettings:
    """NetworkArgs with every default filled in and every limit checked.

    Of an existing VPC cidr_block, availability_zones, nat and flow_log_retention_days mean nothing.
    """

    cidr_block: str
    availability_zones: int
    nat: str
    vpc_id: pulumi.Input[str] | None
    public_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | None
    private_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | None
    flow_log_retention_days: pulumi.Input[int] | None

    @property
    def creates_vpc(self) -> bool:
        """Whether the component makes a VPC of its own."""
        return self.vpc_id is None

    @property
    def assign_public_ip(self) -> bool:
        """Whether tasks sit in the public subnets, with an address each: there is no NAT gateway."""
        return self.nat == Nat.NONE

    @classmethod
    def from_args(cls, args: NetworkArgs, problems: Problems, args_type: type = NetworkArgs) -> "NetworkSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("network", args, args_type, problems)
        settings = cls(
            cidr_block=reader.text("cidr_block", "10.0.0.0/16", VPC_NETWORK, plain=True),
            availability_zones=reader.integer(
                "availability_zones", 2, MIN_AVAILABILITY_ZONES, MAX_AVAILABILITY_ZONES, "zones", plain=True
            ),
            nat=reader.choice("nat", Nat.SINGLE, plain=True),
            vpc_id=reader.text("vpc_id", None, VPC_ID),
            public_subnet_ids=reader.texts("public_subnet_ids", SUBNET_ID),
            private_subnet_ids=reader.texts("private_subnet_ids", SUBNET_ID),
            flow_log_retention_days=reader.integer_of("flow_log_retention_days", None, LOG_RETENTION_DAYS, "days"),
        )
        _check_one_network(reader, problems)
        settings._check_subnets(reader, problems)
        return settings

    def _check_subnets(self, reader: GroupReader, problems: Problems) -> None:
        public, private = self.public_subnet_ids, self.private_subnet_ids
        for key, subnets in (("public_subnet_ids", public), ("private_subnet_ids", private)):
            if isinstance(subnets, tuple) and reader.comparable(**{key: subnets}) and len(subnets) < MIN_SUBNETS:
                reason = "each in another availability zone"
                problems.too_few(reader.setting(key), len(subnets), MIN_SUBNETS, "subnets", reason)
        if isinstance(public, tuple) and isinstance(private, tuple):
            known = [subnet for subnet in public if not is_output(subnet)]
            for position, subnet in enumerate(private):
                # A task there has no public address, and the subnet's way out takes nobody without one.
                if not is_output(subnet) and subnet in known:
                    where = f"{reader.setting('private_subnet_ids')}[{position}]"
                    problems.set_twice(where, reader.setting("public_subnet_ids"))


def _check_one_network(reader: GroupReader, problems: Problems) -> None:
    """Either an existing network, whole, or the settings of a new one."""
    existing = ("vpc_id", "public_subnet_ids", "private_subnet_ids")
    given = [key for key in existing if reader.given(key)]
    if not given:
        return
    for key in existing:
        if key not in given:
            reason = "an existing network is named by its VPC, public and private subnets"
            problems.needs(reader.setting(given[0]), reader.setting(key), reason)
    for key in ("cidr_block", "availability_zones", "nat", "flow_log_retention_days"):
        if reader.given(key):
            reason = "it describes a new network, remove one of the two"
            problems.not_together(reader.setting(key), reader.setting(given[0]), reason)
