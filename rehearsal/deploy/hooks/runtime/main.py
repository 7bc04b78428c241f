"""Runs a Lambda function's handler once, in a process of its own; the function's code is unchanged.

Its arguments come as JSON in the first argument. Connections go where the rehearsal says, over the descriptor that is
named there: a name or an address of the VPC means nothing on this machine. Time passes as on this machine while the
function works or asks, and at the rehearsal's speed while it sleeps or waits for a packet that was dropped.
"""

import errno
import importlib
import json
import os
import resource
import socket
import ssl
import sys
import threading
import time
import traceback
import weakref
from contextlib import suppress

TIMED_OUT = 124

_connect = socket.socket.connect
_send = socket.socket.send
_sendall = socket.socket.sendall
_getaddrinfo = socket.getaddrinfo
_sleep = time.sleep
_monotonic = time.monotonic


class FunctionClock:
    """The function's own time."""

    def __init__(self, speed):
        self._speed = speed
        self._lock = threading.Lock()
        self._sleepers = 0
        self._passed = 0.0
        self._since = _monotonic()

    def passed(self):
        """Seconds since the invocation."""
        with self._lock:
            return self._advance()

    def sleep(self, seconds):
        """Instead of time.sleep: the same time for the function, a part of it here."""
        self._change(1)
        try:
            _sleep(max(0.0, seconds) / self._speed)
        finally:
            self._change(-1)

    def _change(self, by):
        with self._lock:
            self._advance()
            self._sleepers += by

    def _advance(self):
        now = _monotonic()
        self._passed += (now - self._since) * (self._speed if self._sleepers else 1)
        self._since = now
        return self._passed


class Network:
    """Asks the rehearsal about names and connections."""

    def __init__(self, descriptor, clock):
        self._clock = clock
        self._lock = threading.Lock()
        self._channel = os.fdopen(os.dup(descriptor), "rb"), os.fdopen(descriptor, "wb")
        self._names = weakref.WeakKeyDictionary()
        """The names that the other end of a connection can prove; None where it speaks no TLS."""
        self._plain = weakref.WeakSet()
        """The connections to a TLS listener on which no TLS was begun."""

    def install(self):
        """From now on every socket of the process goes through here."""
        _put_into(
            socket.socket,
            connect=lambda connection, address: self._connect(connection, address),
            connect_ex=lambda connection, address: self._connect_ex(connection, address),
            send=lambda connection, *sent: _send(self._speaking(connection), *sent),
            sendall=lambda connection, *sent: _sendall(self._speaking(connection), *sent),
            do_handshake=lambda connection, block=False: None,
            getpeercert=lambda connection, binary_form=False: b"" if binary_form else {},
            unwrap=lambda connection: connection,
            version=lambda connection: "TLSv1.3",
        )
        _put_into(socket, getaddrinfo=self._resolve)
        # Nothing is encrypted here, as at the rehearsal's load balancer; who the other end is, is asked all the same.
        _put_into(
            ssl.SSLContext,
            wrap_socket=lambda context, connection, **options: self._wrap(context, connection, **options),
        )

    def _wrap(self, context, connection, server_hostname=None, **_):
        names = self._names.get(connection, ["*"])
        if names is None:
            raise ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
        if context.check_hostname and not any(_covers(name, server_hostname or "") for name in names):
            raise ssl.SSLCertVerificationError(
                1,
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not "
                f"valid for {server_hostname!r}, it is for {', '.join(names)}",
            )
        self._plain.discard(connection)
        return connection

    def _speaking(self, connection):
        """The connection, unless its other end waits for TLS: it would answer nothing that the function understands."""
        if connection in self._plain:
            raise ConnectionResetError(errno.ECONNRESET, "plain HTTP was sent to an HTTPS port")
        return connection

    def _ask(self, **question):
        with self._lock:
            self._channel[1].write(json.dumps(question).encode() + b"\n")
            self._channel[1].flush()
            return json.loads(self._channel[0].readline())

    def _resolve(self, host, port, family=0, type=0, proto=0, flags=0):
        addresses = self._ask(resolve=str(host))["addresses"]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = [_getaddrinfo(address, port, socket.AF_INET, type, proto) for address in addresses]
        return [entry for entries in found for entry in entries]

    def _connect(self, connection, address):
        if connection.family == socket.AF_UNIX:
            return _connect(connection, address)
        if connection.family != socket.AF_INET:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        host = self._resolve(address[0], address[1])[0][4][0]
        answer = self._ask(connect=[host, int(address[1])])
        if "at" in answer:
            self._names[connection] = answer["tls"]
            if answer["tls"] not in (None, ["*"]):
                self._plain.add(connection)
            return _connect(connection, tuple(answer["at"]))
        print(f"[network] {host}:{address[1]}: {answer['reason']}", file=sys.stderr, flush=True)
        if answer.get("refused"):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        timeout = connection.gettimeout()
        self._clock.sleep(10**6 if timeout is None else timeout)
        raise TimeoutError("timed out")

    def _connect_ex(self, connection, address):
        try:
            self._connect(connection, address)
        except OSError as error:
            return error.errno or errno.ETIMEDOUT
        return 0


class Context:
    """What a handler gets as its second argument."""

    def __init__(self, given, clock):
        self.function_name = given["function_name"]
        self.function_version = "$LATEST"
        self.invoked_function_arn = given["arn"]
        self.memory_limit_in_mb = str(given["memory_mib"])
        self.aws_request_id = given["request_id"]
        self.log_group_name = f"/aws/lambda/{given['function_name']}"
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = self.client_context = None
        self._clock = clock
        self._timeout = given["timeout_seconds"]

    def get_remaining_time_in_millis(self):
        """As Lambda's."""
        return max(0, int((self._timeout - self._clock.passed()) * 1000))


def _covers(name, host):
    """Whether a certificate's name is for this host; a star stands for one label, and alone for whatever is asked."""
    if name.startswith("*."):
        return host.partition(".")[2].lower() == name[2:].lower()
    return name == "*" or name.lower() == host.lower()


def _put_into(owner, **members):
    for name, member in members.items():
        setattr(owner, name, member)


def _end_in_time(clock, seconds):
    while clock.passed() < seconds:
        _sleep(0.01)
    print(f"Task timed out after {seconds:.2f} seconds", file=sys.stderr, flush=True)
    os._exit(TIMED_OUT)


def _load(handler):
    module, _, name = handler.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main(given):
    """One invocation; the process ends with it."""
    with suppress(OSError, ValueError):
        limit = given["memory_mib"] * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    clock = FunctionClock(given["speed"])
    Network(given["descriptor"], clock).install()
    _put_into(time, sleep=clock.sleep)
    threading.Thread(target=_end_in_time, args=(clock, given["timeout_seconds"]), daemon=True).start()
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        _load(given["handler"])(given["event"], Context(given, clock))
    except BaseException:  # an exit is an error of the runtime too
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.stdout.flush()
    # Lambda does not wait for what the handler left behind.
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
