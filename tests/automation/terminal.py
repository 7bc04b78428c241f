"""A terminal with the command line in it, and a person who reads and types."""

import os
import pty
import re
import select
import subprocess
import sys
import time

PATIENCE_SECONDS = 60
TAKE_THE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """Starts a command in a terminal of its own, so that Ctrl-C reaches what a person's would."""

    def __init__(self, command, cwd, env):
        self._screen, inside = pty.openpty()
        self.shown = ""
        self._process = subprocess.Popen(
            [sys.executable, "-c", TAKE_THE_TERMINAL, *command],
            cwd=cwd,
            env=env,
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def read_until(self, text):
        """Reads until the screen has shown this."""
        self._read(lambda: text in self.shown, text)

    def type(self, keys):
        os.write(self._screen, keys.encode())

    def end(self, pressing=""):
        """The status, and everything that was shown; a person who sees nothing happen presses the keys again."""
        self._read(lambda: False, None, pressing)
        return self._process.wait(PATIENCE_SECONDS), self.shown

    def close(self):
        self._process.kill()
        self._process.wait()
        os.close(self._screen)

    def _read(self, enough, text, pressing=""):
        until = time.monotonic() + PATIENCE_SECONDS
        while not enough():
            assert time.monotonic() < until, f"no {text!r} in {self.shown}"
            if not select.select([self._screen], [], [], 1)[0]:
                self.type(pressing)
                continue
            try:
                read = os.read(self._screen, 65536)
            except OSError:
                read = b""
            if not read:
                assert text is None, f"ended without {text!r}: {self.shown}"
                return
            self.shown += CONTROL.sub("", read.decode(errors="replace")).replace("\r", "")
