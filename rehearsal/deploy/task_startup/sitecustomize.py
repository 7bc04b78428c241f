"""Runs at the start of every Python process of a task, before its program: the task's own network.

A container has an address to itself and may listen on all of "its" addresses. Here many tasks share one machine, so
"all addresses" becomes the task's own loopback address. No root and no Docker are needed, and the program is unchanged.
"""

import os
import signal
import socket
import threading

_ADDRESS = os.environ.get("REHEARSAL_TASK_ADDRESS", "")
_PAIRS = [pair.split(":") for pair in os.environ.get("REHEARSAL_TASK_PORTS", "").split(",") if pair]
_PORTS = {int(container): int(local) for container, local in _PAIRS}
_EVERYWHERE = ("", "0.0.0.0", "::")

_bind = socket.socket.bind


def _bind_in_task(self, address):
    if self.family not in (socket.AF_INET, socket.AF_INET6) or address[0] not in _EVERYWHERE:
        return _bind(self, address)
    port = _PORTS.get(address[1], address[1])
    if self.family == socket.AF_INET:
        return _bind(self, (_ADDRESS, port))
    if self.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY):
        # The program listens on IPv4 too; nothing here asks for IPv6, where all tasks would share one address.
        return _bind(self, ("::1", 0))
    return _bind(self, (f"::ffff:{_ADDRESS}", port))


def _end_with_the_rehearsal(descriptor):
    # The other end of the pipe is the rehearsal's: it closes however that process ends.
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def _watch_the_rehearsal(descriptor):
    # The thread inherits this mask: a signal for the program must not end up here, where nobody handles it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    threading.Thread(target=_end_with_the_rehearsal, args=(descriptor,), daemon=True).start()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


if _ADDRESS:
    socket.socket.bind = _bind_in_task  # type: ignore[method-assign]
    # http.server asks for its own name; a resolver would be asked for a loopback address, and is not on this machine.
    socket.getfqdn = lambda name="": name or _ADDRESS
if os.environ.get("REHEARSAL_TASK_PIPE"):
    _watch_the_rehearsal(int(os.environ["REHEARSAL_TASK_PIPE"]))
