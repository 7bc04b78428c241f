"""Serves, but is well and not well in turn."""

import itertools
from http import HTTPStatus

import server

# In checks: enough of each for the load balancer to find it healthy and unhealthy in turn.
WELL, NOT_WELL = 2, 3
checks = itertools.count()


class RequestHandler(server.RequestHandler):
    """The application's, with a health check that flaps."""

    def do_GET(self):
        """As always, but for the health check."""
        if self.path == "/health" and next(checks) % (WELL + NOT_WELL) >= WELL:
            # No error of the server's: the alarm on errors has nothing to see.
            self.answer_json(HTTPStatus.TOO_MANY_REQUESTS, {"status": "busy"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
