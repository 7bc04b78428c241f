"""Answers rightly and slowly, health checks and the page apart."""

import time

import server


class RequestHandler(server.RequestHandler):
    """The application's, with something slow behind it."""

    def do_GET(self):
        """A second and a bit more than the application needs."""
        if self.path not in ("/", "/health"):
            time.sleep(1.2)
        super().do_GET()


server.RequestHandler = RequestHandler
server.main()
