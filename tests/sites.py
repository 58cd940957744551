"""``gongkai serve`` as a process of its own, on a free port of this machine."""

from __future__ import annotations

import signal
import socket
from http.client import HTTPConnection

PATIENCE = 120  # Seconds after which a machine, however busy, has had its time.


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Site:
    """A site that is being served from a home."""

    def __init__(self, home, processes=1):
        self.port = free_port()
        self.home = home
        command = ("-m", "gongkai", "serve", "--port", str(self.port), "--processes", str(processes))
        self.process = home.start(*command, start_new_session=True)
        self.address = self.process.stdout.readline().strip()
        assert self.address, self.process.communicate()[1]

    def get(self, path, **headers):
        """Status, headers and body of an answer, as they came over the wire."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def end(self, how=signal.SIGTERM):
        """End the site and return what it logged."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=PATIENCE)[1]

    def log(self, wanted):
        """Read the log until a line has ``wanted``."""
        for line in self.process.stderr:
            if wanted in line:
                return line
        raise AssertionError(f"not logged: {wanted}")
