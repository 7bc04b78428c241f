"""Needs most of the health checks' grace period before it listens."""

import os
import time

import server

time.sleep(float(os.environ.get("START_SECONDS", "0.7")))
server.main()
