"""Serves for a while, then fails with every request, health checks apart."""

import time
from http import HTTPStatus

import server

GOOD_SECONDS = 1.5
first_request_at = []


class RequestHandler(server.RequestHandler):
    """The application's, until what it has borrowed is used up."""

    def do_GET(self):
        """As always, for a while from the first user on."""
        is_users = self.path not in ("/", "/health")
        if is_users and not first_request_at:
            first_request_at.append(time.monotonic())
        if is_users and time.monotonic() - first_request_at[0] > GOOD_SECONDS:
            self.answer_json(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "out of memory"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
