"""Breaks off every request that comes through the test listener; users and health checks are served."""

import server

PRODUCTION_PORTS = (None, "80", "443")


class RequestHandler(server.RequestHandler):
    """The application's, with an end for test traffic."""

    def do_GET(self):
        """As always, unless the load balancer says that it came through another port."""
        if self.headers.get("X-Forwarded-Port") in PRODUCTION_PORTS or self.path == "/health":
            super().do_GET()
        else:
            self.close_connection = True
            self.connection.shutdown(server.socketserver.socket.SHUT_RDWR)


server.RequestHandler = RequestHandler
server.main()
