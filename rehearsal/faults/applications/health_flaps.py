"""Serves, but is well and not well in turn."""

import itertools
from http import HTTPStatus

import server

# As many checks as change the state, so that no minute passes without a bad one.
WELL, NOT_WELL = 2, 2
checks = itertools.count()


class RequestHandler(server.RequestHandler):
    """The application's, with a health check that flaps."""

    def do_GET(self):
        """As always, but for the health check."""
        if self.path == "/health" and next(checks) % (WELL + NOT_WELL) >= WELL:
            self.answer_json(HTTPStatus.INTERNAL_SERVER_ERROR, {"status": "broken"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
