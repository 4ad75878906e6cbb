"""Asks over kept connections, and reads from the kernel what the servers spent on it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """One request as it goes over the line."""

    port: int
    host: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()

    def as_bytes(self) -> bytes:
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: {self.host}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True)
class Spent:
    """``rate``: answers a second; ``cpu_ms``: processor time of the servers for each."""

    rate: float
    cpu_ms: float
    size: int


class Line:
    """One connection, opened anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(self, request: bytes) -> tuple[int, int]:
        """(status, length of the body)"""
        status, body = self.text(request)
        return status, len(body)

    def text(self, request: bytes) -> tuple[int, bytes]:
        """(status, body)"""
        for attempt in range(3):
            try:
                return self._ask(request)
            except (ConnectionError, TimeoutError):
                self._socket = None
                if attempt == 2:
                    raise
        raise AssertionError

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        if self._socket is None:
            self._socket, self._rest = socket.create_connection(("127.0.0.1", self._port), timeout=60), b""
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        status = int(lines[0].split()[1])
        length = 0 if status in (204, 304) else int(headers.get("content-length", -1))
        if length < 0:
            raise RuntimeError(f"an answer without its length: {lines[0]}")
        while len(body) < length:
            body += self._more()
        self._rest = body[length:]
        if headers.get("connection", "").lower() == "close":
            self._socket = None
        return status, body[:length]

    def _more(self) -> bytes:
        assert self._socket is not None
        found = self._socket.recv(262_144)
        if not found:
            raise ConnectionResetError
        return found


def cpu_ms(processes: Sequence[int]) -> float:
    """Of these and of their children that have ended."""
    total = 0
    for pid in processes:
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(int(value) for value in fields[11:13])
    return total * 1000 / TICK


def measure(asked: Sequence[Asked], seconds: float, processes: Sequence[int], status: int = 200) -> Spent:
    """Asks ``asked`` in turns for so long."""
    lines = {one.port: Line(one.port) for one in asked}
    requests = [(lines[one.port], one.as_bytes()) for one in asked]
    size = 0
    for line, request in requests:  # warm, and right
        found, size = line.ask(request)
        if found != status:
            raise RuntimeError(f"{request.splitlines()[:2]}: {found} instead of {status}")
    before, begun, count = cpu_ms(processes), time.perf_counter(), 0
    end = begun + seconds
    while time.perf_counter() < end:
        line, request = requests[count % len(requests)]
        line.ask(request)
        count += 1
    took = time.perf_counter() - begun
    return Spent(count / took, (cpu_ms(processes) - before) / count, size)


def first(asked: Asked, server: Any) -> tuple[float, float]:
    """(milliseconds by the clock, of them processor time) of one answer, of processes that have started and rest."""
    spent, before = -1.0, 0.0
    while spent != before:
        spent, before = before, cpu_ms(server.processes)
        time.sleep(1)
    before, begun = cpu_ms(server.processes), time.perf_counter()
    status, _size = Line(asked.port).ask(asked.as_bytes())
    took = (time.perf_counter() - begun) * 1000
    assert status == 200, status
    return took, cpu_ms(server.processes) - before
