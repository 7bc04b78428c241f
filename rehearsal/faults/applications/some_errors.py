"""Fails with one of twenty requests, health checks and the page apart."""

import itertools
from http import HTTPStatus

import server

EVERY = 20
requests = itertools.count(1)


class RequestHandler(server.RequestHandler):
    """The application's, with a fault that shows now and then."""

    def do_GET(self):
        """As always, nineteen times."""
        if self.path not in ("/", "/health") and next(requests) % EVERY == 0:
            self.answer_json(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "out of connections"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
