"""Where on this machine a task's private address of the embedded VPC is found."""

import random
import socket
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class TaskAddress:
    """The place of one task: a loopback address of its own, so that every task may use its container's port."""

    loopback: str
    local_ports: dict[int, int]
    """By container port; the same number, unless another program holds it on all addresses."""


class TaskTable:
    """The private addresses in use and where their processes listen."""

    def __init__(self) -> None:
        self._addresses: dict[str, TaskAddress] = {}
        self._closed: dict[str, str] = {}
        self._lock = threading.Lock()

    def allocate(self, private_address: str, container_ports: list[int]) -> TaskAddress:
        """A place for a new task."""
        with self._lock:
            taken = {address.loopback for address in self._addresses.values()}
            loopback = _free_loopback(taken)
            address = TaskAddress(loopback, {port: _free_port(loopback, port) for port in container_ports})
            self._addresses[private_address] = address
            return address

    def release(self, private_address: str) -> None:
        """Nothing is found there any more."""
        with self._lock:
            self._addresses.pop(private_address, None)
            self._closed.pop(private_address, None)

    def close(self, private_address: str, obstacle: str | None) -> None:
        """From now on nothing gets to this address, for this reason; with None all does."""
        with self._lock:
            if obstacle:
                self._closed[private_address] = obstacle
            else:
                self._closed.pop(private_address, None)

    def obstacle(self, private_address: str) -> str | None:
        """What keeps requests from this address."""
        return self._closed.get(private_address)

    def endpoint(self, private_address: str, port: int) -> tuple[str, int] | None:
        """Where to connect to; None when no task of ours has this address."""
        address = None if private_address in self._closed else self._addresses.get(private_address)
        return (address.loopback, address.local_ports.get(port, port)) if address else None


def _free_loopback(taken: set[str]) -> str:
    # Random, not counted up: several rehearsals may run on one machine at once.
    for _ in range(1000):
        loopback = f"127.{random.randint(16, 250)}.{random.randint(1, 250)}.{random.randint(1, 250)}"
        if loopback not in taken:
            return loopback if _can_bind(loopback, 0) else "127.0.0.1"  # macOS has one loopback address
    raise OSError("no free loopback address")


def _free_port(loopback: str, port: int) -> int:
    if _can_bind(loopback, port):
        return port
    with socket.socket() as probe:
        probe.bind((loopback, 0))
        return int(probe.getsockname()[1])


def _can_bind(loopback: str, port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: an address whose last connections linger is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((loopback, port))
        except OSError:
            return False
        return True
