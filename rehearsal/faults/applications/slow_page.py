"""Takes its time for the page."""

import time

import server


class RequestHandler(server.RequestHandler):
    """The application's, with a slow page."""

    def do_GET(self):
        """Late, but right."""
        if self.path == "/":
            time.sleep(1.5)
        super().do_GET()


server.RequestHandler = RequestHandler
server.main()
