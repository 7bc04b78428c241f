"""What the service runs until the first release: an image that everyone can pull, and a web server in one command.

The registry is still empty at the first `up`, but the service needs tasks that pass the health check.
"""

# Built for x86_64 and arm64; a full version, so that the first `up` is the same next year.
BOOTSTRAP_IMAGE = "public.ecr.aws/docker/library/python:3.13.5-alpine3.22"

# Runs as process 1, which ignores SIGTERM unless it handles it; gives up root, and writes nothing.
_SERVER = """
import http.server, os, signal, sys

STATUS, PORT = {status}, {port}


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(STATUS)
        self.send_header("Content-Length", "0")
        if self.command not in ("GET", "HEAD"):
            # A body that nobody reads would be taken for the next request.
            self.send_header("Connection", "close")
        self.end_headers()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("", PORT), Answer)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
signal.signal(signal.SIGTERM, lambda *args: os._exit(0))
server.serve_forever()
""".strip()


def bootstrap_command(port: int, status: int) -> list[str]:
    """The container command that answers every path with this status.

    Args:
        port: the container's port.
        status: the first status code of the health check's matcher.
    """
    return ["python3", "-c", _SERVER.format(port=port, status=status)]
