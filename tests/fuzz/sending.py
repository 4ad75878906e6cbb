"""A request of ``forging`` put to the product; what it changes is taken back."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.test import Client

from tests.fuzz.forging import Request
from tests.tenancy.wall.walker import undone


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
    """What was answered with an error of the server."""
    found = []
    for request in requests:
        try:
            status = send(client, request)
        except Exception as error:  # beyond the client's own handling: middleware that fails
            found.append(f"{type(error).__name__}: {error} {request}")
            continue
        if status >= 500:
            found.append(f"{status} {request}")
    return found
