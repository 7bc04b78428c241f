"""Has lost its page."""

from http import HTTPStatus

import server


class RequestHandler(server.RequestHandler):
    """The application's, without the page."""

    def do_GET(self):
        """Not found."""
        if self.path == "/":
            self.answer_json(HTTPStatus.NOT_FOUND, {"error": "not found"})
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
