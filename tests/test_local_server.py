"""`mkdocs serve` answers its own hosts, and bad addresses with the reader's error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pressmark.mkdocs_adapter.local_server import guarded, is_own
from pressmark.render import policy

OWN = ["", "localhost", "localhost:8000", "LocalHost.", "127.0.0.1:8000", "[::1]:8000", "[::1]"]
FOREIGN = [
    "elsewhere.example",
    "localhost.elsewhere.example:8000",
    "127.0.0.1.elsewhere.example",
    "10.0.0.7:8000",
    "localhost@elsewhere.example",
    "[::1",
    "a b",
    "\x00",
]


@pytest.mark.parametrize("host", OWN)
def test_own_hosts(host: str) -> None:
    assert is_own(host, "127.0.0.1")


@pytest.mark.parametrize("host", FOREIGN)
def test_foreign_hosts(host: str) -> None:
    assert not is_own(host, "127.0.0.1")


def test_the_host_that_was_asked_for_is_own() -> None:
    assert is_own("Shelf.example:8000", "shelf.example")
    assert not is_own("elsewhere.example", "shelf.example")
    assert is_own("10.0.0.7:8000", "10.0.0.7")
    assert is_own("[2001:db8::1]:8000", "2001:db8::1")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", ""])  # noqa: S104  # nothing is bound
def test_a_network_reaches_a_server_by_numbers_alone(address: str) -> None:
    assert is_own("10.0.0.7:8000", address)
    assert is_own("[2001:db8::1]", address)
    assert not is_own("elsewhere.example", address)


Answer = tuple[str, dict[str, str], bytes]
PAGE = f'<meta content="{policy.strict()}"><p>ü</p>'
SCRIPT = "\nvar livereload = function(){}\nlivereload(1, 2);\n"


@pytest.fixture
def ask() -> Callable[[str, str], Answer]:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        html = environ["PATH_INFO"].endswith(".html")
        body = f"{PAGE}<script>{SCRIPT}</script></body>".encode() if html else b"<script>"
        kind = "text/html" if html else "text/plain"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body[:9], body[9:]]

    served = guarded(application, "127.0.0.1")

    def request(path: str, host: str) -> Answer:
        started: list[Any] = []
        body = b"".join(
            served({"PATH_INFO": path, "HTTP_HOST": host}, lambda *head: started.append(head))
        )
        [(status, headers)] = started
        return status, dict(headers), body

    return request


def test_what_is_refused_is_said(ask: Callable[[str, str], Answer]) -> None:
    status, _, body = ask("/index.html", "elsewhere.example")
    assert status == "403 Forbidden"
    assert b"mkdocs serve -a" in body
    assert b"\xc3\xbc" not in body
    for path in ("/\x00", "/a\x00.html", "/\n", "/\x7f"):
        assert ask(path, "localhost")[0] == "400 Bad Request"


def test_a_page_may_reload_itself(ask: Callable[[str, str], Answer]) -> None:
    status, headers, body = ask("/index.html", "localhost:8000")
    assert status == "200 OK"
    assert int(headers["Content-Length"]) == len(body)
    text = body.decode()
    assert f"script-src 'self' {policy.digest(SCRIPT)}" in text
    assert text.endswith(f"<p>ü</p><script>{SCRIPT}</script></body>")
    assert ask("/raw/a.txt", "localhost")[2] == b"<script>"
