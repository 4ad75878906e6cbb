"""A request of ``forging`` put to the product; what it changes is taken back."""

from __future__ import annotations

import sys
import traceback
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.core.signals import got_request_exception
from django.test import Client

from tests.fuzz.forging import Request
from tests.tenancy.isolation.walker import undone


def send(client: Client, request: Request) -> int:
    """Status of the answer."""
    headers = {name: value for name, value in request.headers if "\x7f" not in name}
    encoded = [(name, value.encode("utf-8", "replace")) for name, value in request.fields]
    path, query = urlsplit(request.path).path or "/", urlsplit(request.path).query
    with undone():
        if request.body is not None:
            return client.generic(request.method, path, request.body, request.type, headers=headers).status_code
        if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            query = "&".join(filter(None, (query, urlencode(encoded))))
            answer = client.generic(request.method, path, headers=headers, QUERY_STRING=query)
        else:
            answer = client.generic(
                request.method,
                path,
                urlencode(encoded),
                "application/x-www-form-urlencoded",
                headers=headers,
                QUERY_STRING=query,
            )
        if answer.streaming:
            b"".join(answer.streaming_content)
        return answer.status_code


def failures(client: Client, requests) -> list[str]:
    """What was answered with an error of the server: once for each place in the code, with its first request."""
    found: dict[str, str] = {}
    raised: list[str] = []

    def note(sender, **kwargs):
        raised.append(_place(*sys.exc_info()))

    cookies = client.cookies.output(header="", sep=";")
    got_request_exception.connect(note)
    try:
        for request in requests:
            client.cookies = SimpleCookie(cookies)  # an answer may have signed the person out
            raised.clear()
            try:
                status = send(client, request)
            except Exception:  # beyond the client's own handling: middleware that fails
                raised.append(_place(*sys.exc_info()))
                status = 500
            if status >= 500:
                found.setdefault(raised[-1] if raised else str(status), str(request))
    finally:
        got_request_exception.disconnect(note)
    return [f"{place}\n    {request}" for place, request in found.items()]


def _place(kind, error, trace) -> str:
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "/site-packages/" not in frame.filename]
    places = {
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in (frames[-1], (ours or frames)[-1])
    }
    return f"{kind.__name__}: {str(error)[:120]} ({', '.join(sorted(places))})"
