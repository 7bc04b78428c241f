"""DeleteSecurityGroup and DeleteSubnet refuse what a network interface still uses, and some interfaces go late."""

import time
from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface

from rehearsal.embedded_aws.put_into import put_into

_DELETE_GROUP = EC2Backend.delete_security_group
_DELETE_SUBNET = EC2Backend.delete_subnet
_DESCRIBE = EC2Backend.get_all_network_interfaces

# In AWS it takes Lambda up to twenty minutes and more; here just long enough that who does not wait for it fails.
LINGER_SECONDS = 0.3


def release_late(interface: NetworkInterface) -> None:
    """Nobody needs the interface any more; it goes in a while."""
    put_into(interface, gone_at=time.monotonic() + LINGER_SECONDS)


def keep(interface: NetworkInterface) -> None:
    """Somebody needs it again before it went."""
    vars(interface).pop("gone_at", None)


def forget_released(ec2: EC2Backend) -> None:
    """Take away what was released long enough ago."""
    now = time.monotonic()
    for id, interface in list(ec2.enis.items()):
        if vars(interface).get("gone_at", now + 1) <= now:
            ec2.enis.pop(id, None)


def _used(ec2: EC2Backend) -> list[NetworkInterface]:
    forget_released(ec2)
    return [one for one in list(ec2.enis.values()) if one.status == "in-use"]


def _delete_security_group(self: EC2Backend, name: str | None = None, group_id: str | None = None) -> None:
    if group_id and any(group and group.id == group_id for one in _used(self) for group in one.group_set):
        raise DependencyViolationError(f"resource {group_id} has a dependent object")
    _DELETE_GROUP(self, name, group_id)


def _delete_subnet(self: EC2Backend, subnet_id: str) -> Any:
    if any(one.subnet.id == subnet_id for one in _used(self)):
        raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    return _DELETE_SUBNET(self, subnet_id)


def _get_all_network_interfaces(self: EC2Backend, *args: Any, **kwargs: Any) -> list[NetworkInterface]:
    forget_released(self)
    return _DESCRIBE(self, *args, **kwargs)


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(
        EC2Backend,
        delete_security_group=_delete_security_group,
        delete_subnet=_delete_subnet,
        get_all_network_interfaces=_get_all_network_interfaces,
    )
