"""Answers with a page that is not the application's."""

from http import HTTPStatus

import server


class RequestHandler(server.RequestHandler):
    """The application's, with another page."""

    def do_GET(self):
        """The page of a web server that nobody has configured."""
        if self.path == "/":
            self.answer(HTTPStatus.OK, "text/html; charset=utf-8", "<h1>It works!</h1>")
        else:
            super().do_GET()


server.RequestHandler = RequestHandler
server.main()
