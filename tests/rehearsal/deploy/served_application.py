"""The program inside the images of these tests: says which release it is, and misbehaves on demand."""

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BEHAVIOUR = os.environ.get("BEHAVIOUR", "")
STARTED = time.monotonic()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/health":
            ill = BEHAVIOUR == "unhealthy" or (BEHAVIOUR == "falls ill" and time.monotonic() > STARTED + 1)
            self.answer(500 if ill else 200, {"status": "ok"})
        elif url.path == "/slow":
            time.sleep(float(parse_qs(url.query)["seconds"][0]))
            self.answer(200, {"slept": True})
        elif url.path == "/request":
            self.answer(200, {"path": self.path, "headers": dict(self.headers.items())})
        elif url.path == "/environment":
            self.answer(200, dict(os.environ))
        elif BEHAVIOUR == "errors" and url.path == "/version":
            self.answer(500, {"colour": os.environ["COLOUR"], "version": os.environ["VERSION"]})
        else:
            self.answer(200, {"colour": os.environ.get("COLOUR", ""), "version": os.environ.get("VERSION", "")})

    def do_POST(self):
        length = 0
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                length += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            length = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, {"received": length})

    do_HEAD = do_GET

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    if BEHAVIOUR == "dies":
        sys.exit("no database")
    if BEHAVIOUR == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("", 8080), Handler).serve_forever()
