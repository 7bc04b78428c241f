"""Network interfaces whose address is one of their subnet's, and those that services of AWS make for themselves."""

import threading
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface

from rehearsal.embedded_aws.put_into import put_into

_ASSOCIATION: Any = NetworkInterface.association
_CREATE = EC2Backend.create_network_interface

# Amazon VPC User Guide, "Subnet CIDR blocks": the first four addresses and the last one are AWS's own.
FIRST, AFTER_LAST = 4, 1
_LOCK = threading.RLock()


def backend_of(account_id: str, region: str) -> EC2Backend:
    """EC2 of this account and region."""
    return ec2_backends[account_id][region]


def service_interface(
    ec2: EC2Backend, subnet_id: str, groups: list[str], description: str, kind: str = "interface", public: bool = False
) -> NetworkInterface:
    """An interface that a service of AWS makes and keeps: requester-managed, and in use."""
    interface = ec2.create_network_interface(
        subnet_id, "", group_ids=list(groups), description=description, public_ip_auto_assign=public
    )
    put_into(interface, requester_managed=True, interface_type=kind, status="in-use")
    return interface


def set_groups(ec2: EC2Backend, interface: NetworkInterface, groups: list[str]) -> None:
    """The interface has these security groups from now on."""
    put_into(interface, _group_set=[ec2.get_security_group_from_id(group) for group in groups])


def remove(ec2: EC2Backend, interface_ids: list[str]) -> None:
    """Take these interfaces away; one that is gone already is no error."""
    for id in interface_ids:
        ec2.enis.pop(id, None)


def _create(self: EC2Backend, subnet: Any, private_ip_address: Any, *args: Any, **kwargs: Any) -> NetworkInterface:
    """moto's own callers ask for a random address of 10.0.0.0/8."""
    place = self.get_subnet(subnet) if isinstance(subnet, str) else subnet
    with _LOCK:
        wanted = private_ip_address or ""
        several = kwargs.get("private_ip_addresses") or (args and args[0])
        if isinstance(wanted, str) and not several:
            network = IPv4Network(place.cidr_block)
            wanted = wanted if wanted and IPv4Address(wanted) in network else _free_address(self, place.id, network)
        return _CREATE(self, subnet, wanted, *args, **kwargs)


def _free_address(ec2: EC2Backend, subnet_id: str, network: IPv4Network) -> str:
    """The next address of the subnet. One that was given back comes again only after all others."""
    if "last_addresses" not in vars(ec2):
        put_into(ec2, last_addresses={})
    last: dict[str, int] = vars(ec2)["last_addresses"]
    taken = {one.private_ip_address for one in list(ec2.enis.values()) if one.subnet.id == subnet_id}
    size = network.num_addresses - FIRST - AFTER_LAST
    for step in range(1, size + 1):
        place = (last.get(subnet_id, -1) + step) % size
        address = str(network[FIRST + place])
        if address not in taken:
            last[subnet_id] = place
            return address
    raise RuntimeError(f"no address is left in {subnet_id}")


def _association(self: NetworkInterface) -> dict[str, Any] | None:
    """A public address, with the names of the members as AWS's answer has them."""
    members = _ASSOCIATION.fget(self)
    return {key[:1].upper() + key[1:]: value for key, value in members.items()} or None


def install() -> None:
    """Puts these members in the place of moto's."""
    put_into(EC2Backend, create_network_interface=_create)
    put_into(NetworkInterface, association=property(_association))
