"""Serves on when it is told to stop."""

import threading

import server

application = server.ApplicationServer()
server.signal.signal(server.signal.SIGTERM, server.signal.SIG_IGN)
threading.Thread(target=application.serve_forever, daemon=True).start()
threading.Event().wait()
