"""What `mkdocs serve` answers: this machine's own reader, and no website that borrows her browser.

A website whose name is made to lead to this machine (DNS rebinding) could otherwise read an archive
that isn't published yet. Its requests carry its own name as their host.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from pressmark.render import policy

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""A WSGI application (PEP 3333)."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def guarded(application: Application, address: str) -> Application:
    """`application`, served at the host name or IP `address`, for the hosts that it has."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not is_own(environ.get("HTTP_HOST", ""), address):
            message = (
                f"This archive is served at {address} only. To reach it by another name, start "
                "the server with that name: mkdocs serve -a NAME:PORT\n"
            )
            return _refused(start_response, "403 Forbidden", message)
        if any(ord(c) < 0x20 or c == "\x7f" for c in environ.get("PATH_INFO", "")):
            message = "The address holds a control character.\n"
            return _refused(start_response, "400 Bad Request", message)
        return _reloading(application, environ, start_response)

    return answer


def is_own(host: str, address: str) -> bool:
    """Whether the `Host` header of a request names a server at `address`. A request without one
    comes from no browser. A server for the whole network is also reached by numbers.

    >>> is_own("LOCALHOST:8000", "127.0.0.1"), is_own("elsewhere.example:8000", "127.0.0.1")
    (True, False)
    """
    if not host:
        return True
    try:
        name = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return False
    if name in LOOPBACK or name == address.strip("[]").lower():
        return True
    return _ip(name) is not None and _is_everywhere(address)


def _is_everywhere(address: str) -> bool:
    number = _ip(address)
    return number.is_unspecified if number else not address


def _ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


def _refused(start_response: Any, status: str, message: str) -> Iterable[bytes]:
    body = message.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]


def _reloading(
    application: Application, environ: dict[str, Any], start_response: Any
) -> Iterable[bytes]:
    """The answer of `application`; a page's policy allows the script that MkDocs adds to it."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    answer = application(environ, lambda status, headers: started.append((status, headers)))
    [(status, headers)] = started
    if status.startswith("200") and ("Content-Type", "text/html") in headers:
        body = _allowed(b"".join(answer))
        headers = [pair for pair in headers if pair[0] != "Content-Length"]
        headers.append(("Content-Length", str(len(body))))
        answer = [body]
    start_response(status, headers)
    return answer


def _allowed(page: bytes) -> bytes:
    before, script, after = page.rpartition(b"<script>\nvar livereload = ")
    if not script:
        return page
    text = (script.removeprefix(b"<script>") + after.partition(b"</script>")[0]).decode()
    return policy.with_script(before.decode(), text).encode() + script + after
