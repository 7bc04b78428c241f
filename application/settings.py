"""Times and limits of the server, and where it listens. COLOUR and VERSION are in release.py."""

import os

HOST = os.environ.get("HOST", "")
"""Address to listen on. Default: all of them, as a container needs it."""

PORT = int(os.environ.get("PORT", "8080"))
"""Port to listen on. Default: 8080, the component's `container_port`."""

LISTEN_BACKLOG = 128
"""Connections that may wait to be accepted when all traffic moves here within one second."""

# An Application Load Balancer keeps its connections for 60 seconds. Whoever closes first loses the request that is just
# on its way and the user sees a 502: it must not be us.
KEEP_ALIVE_SECONDS = 75

MAX_SLOW_SECONDS = 10
"""Longest answer that /slow gives."""

MAX_UPLOAD_BYTES = 10 * 1024 * 1024
"""Largest body that /upload takes."""

UPLOAD_PART_BYTES = 64 * 1024
"""How much of an upload is in memory at a time."""

# ECS sends SIGTERM and kills `service.stopTimeoutSeconds` later, by default 30. Requests are taken for DRAIN_SECONDS at
# most, the last of them needs MAX_SLOW_SECONDS: 25 together. What is still open at EXIT_SECONDS is a client that does
# not read its answer, or an upload that takes longer than the load balancer would wait for it.
DRAIN_SECONDS = 15
EXIT_SECONDS = 28

# A load balancer may send a last request on a connection that it already holds. Two seconds without any: it has let go.
QUIET_SECONDS = 2
