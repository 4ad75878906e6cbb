"""One question to one address, within one span of time: looking the name up, connecting, the handshake, and every byte
of the answer's head. A server that sends a byte now and then gains nothing by it."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from queue import Empty, SimpleQueue
from threading import Thread


class Deadline:
    """``step``: seconds that any one step may take at most."""

    def __init__(self, seconds: float, step: float):
        self._until, self._step = time.monotonic() + seconds, step

    def left(self) -> float:
        """Seconds for the next step; raises ``TimeoutError`` when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("took too long")
        return min(left, self._step)


def resolve_host(name: str, port: int, deadline: Deadline) -> list[str]:
    """Addresses of a name. The system's own look-up cannot be stopped: it is left behind when it takes too long."""
    answers: SimpleQueue = SimpleQueue()

    def ask():
        try:
            answers.put(socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except Empty:
        raise TimeoutError("the name could not be looked up in time") from None
    if isinstance(found, Exception):
        raise found
    return [str(row[4][0]) for row in found]


class PinnedConnection(http.client.HTTPConnection):
    """Connects to a given address, whatever the name would resolve to now."""

    def __init__(self, host: str, port: int, address: str, secure: bool, deadline: Deadline):
        super().__init__(host, port)
        self._address, self._secure, self._deadline = address, secure, deadline
        if secure:
            self.default_port = 443

    def connect(self):
        sock = socket.create_connection((self._address, self.port), self._deadline.left())
        try:
            if self._secure:
                sock.settimeout(self._deadline.left())
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise
        self.sock = _DeadlineSocket(sock, self._deadline)


class _DeadlineSocket:
    """What ``http.client`` uses of a socket; each step gets what is left of the time."""

    def __init__(self, sock: socket.socket, deadline: Deadline):
        self._sock, self._deadline = sock, deadline

    def sendall(self, data) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_DeadlineReader(self._sock, self._deadline))

    def close(self) -> None:
        self._sock.close()


class _DeadlineReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline):
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)
