"""Answers rightly and slowly, health checks and the page apart."""

import time

import server


class RequestHandler(server.RequestHandler):
    """The application's, with something slow behind it."""

    def do_GET(self):
        """Two seconds more than the application needs."""
        if self.path not in ("/", "/health"):
            time.sleep(2.0)
        super().do_GET()


server.RequestHandler = RequestHandler
server.main()
