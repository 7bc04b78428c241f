"""Serves, but says that it is not well."""

from http import HTTPStatus

import server


class RequestHandler(server.RequestHandler):
    """The application's, with a broken health check."""

    def do_GET(self):
        """As always, but for the health check."""
        if self.path == "/health":
            self.answer_json(HTTPStatus.INTERNAL_SERVER_ERROR, {"status": "broken"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
