"""What `verify` lets pass in a page that it can't make again, and what it doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.verify.markup import find_faults, is_remote, scheme_of, style_faults
from pressmark.verify.scripts import TrustedScripts

TRUSTED = TrustedScripts(frozenset({"ours.js"}), frozenset({'__md_scope=new URL("~",location)'}))


def kinds(page: str) -> list[str]:
    return [fault.kind for fault in find_faults(page, TRUSTED, lambda address: address)]


GOOD = [
    "<!doctype html>\n<html lang=en class='no-js'><head><title>a &lt; b</title></head></html>",
    '<p>Words &amp; more</p><br><br/><img src="a.png" alt="">',
    '<a href="https://a.example/?a=1&amp;b=2">x</a><a href="mailto:a@b.example">y</a>',
    '<a href="a%20b.html#c">x</a><a href="#">y</a><a href="">z</a>',
    '<script src="ours.js" defer></script>',
    '<script>__md_scope=new URL("../..",location)</script>',
    '<script>__md_scope=new URL("/shelf/",location)</script>',
    '<script type="application/ld+json">{"a":"\\u003cb"}</script>',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">',
    '<td style="text-align: right;">1</td><style>p{color:red}</style>',
    '<img src="data:image/png;base64,AAAA">',
    "<!-- a comment -->",
    '<svg viewBox="0 0 2 2"><path d="M0 0"/></svg>',
]
BAD = [
    ("<script>alert(1)</script>", "script"),
    ("<SCRIPT>alert(1)</SCRIPT >", "script"),
    ('<script src="theirs.js"></script>', "script"),
    ('<script src="ours.js">alert(1)</script>', "script"),
    ('<script type="module">import "x"</script>', "script"),
    ('<script type="text/plain, application/json">x</script>', "script"),
    ('<script type="application/json"><!--<script></script>', "markup"),
    ('<script src="//a.example/ours.js"></script>', "leak"),
    ("<script>alert(1)", "markup"),
    ("<svg><script>alert(1)</script></svg>", "script"),
    ("<svg><style><img src=x onerror=alert(1)></style></svg>", "markup"),
    ("<svg><title><img src=x onerror=alert(1)></title></svg>", "markup"),
    ("<textarea><img src=x onerror=alert(1)></textarea>", "markup"),
    ("<p onclick='alert(1)'>", "handler"),
    ("<p ONCLICK=alert(1)>", "handler"),
    ("<p\nonclick\n=\nalert(1)>", "handler"),
    ("<p/onclick=alert(1)>", "markup"),
    ('<p title="a"onclick=alert(1)>', "markup"),
    ("<p title='a' title='b'>", "markup"),
    ("<!--><script>alert(1)</script>-->", "markup"),
    ("<!---><img src=x onerror=alert(1)>-->", "markup"),
    ("<!-- --!><img src=x onerror=alert(1)> -->", "markup"),
    ("<![CDATA[><img src=x onerror=alert(1)>]]>", "markup"),
    ("<?xml ><img src=x onerror=alert(1)>?>", "markup"),
    ("</p onclick=alert(1)>", "markup"),
    ("a < b", "markup"),
    ("a\0b", "markup"),
    ("<iframe srcdoc='x'>", "markup"),
    ("<object data=x>", "markup"),
    ("<base href=/>", "markup"),
    ("<plaintext>", "markup"),
    ("<svg><animate attributeName=href to=javascript:alert(1)>", "markup"),
    ("<svg><set attributeName=href to=javascript:alert(1)>", "markup"),
    ("<math><mi href='javascript:alert(1)'>", "markup"),
    ('<meta http-equiv="refresh" content="0">', "markup"),
    ('<meta HTTP-EQUIV=" refresh" content="0">', "markup"),
    ('<a href="javascript:alert(1)">', "address"),
    ('<a href=" JaVaScRiPt:alert(1)">', "address"),
    ('<a href="java&Tab;script&colon;alert(1)">', "address"),
    ('<a href="vbscript:x">', "address"),
    ('<a href="data:text/html,x">', "address"),
    ('<img src="data:text/html,x">', "address"),
    ('<form action="javascript:alert(1)">', "address"),
    ('<button formaction="https://a.example">', "leak"),
    ('<svg><use xlink:href="https://a.example/x.svg#a"></svg>', "leak"),
    ('<img srcset="a.png 1x, //a.example/b.png 2x">', "leak"),
    (r'<img src="\\a.example/b.png">', "leak"),
    ('<link rel="preload stylesheet" href="https://a.example/x.css">', "leak"),
    ("<p style=\"background:url('//a.example/x')\">", "leak"),
    ('<p style="background:u\\72l(//a.example/x)">', "markup"),
    ("<style>@import 'https://a.example/x.css'</style>", "leak"),
    ("<style>@import url(https://a.example/x.css)</style>", "leak"),
    ("<style>@import/**/'https://a.example/x.css'</style>", "leak"),
    ("<style>p{background:image-set('a.png' 1x, '//a.example/b' 2x)}</style>", "leak"),
    ("<style>@\\69mport 'https://a.example/x.css'</style>", "markup"),
    ("<style>p{background:\\000075rl(//a.example)}</style>", "markup"),
]  # fmt: skip


@pytest.mark.parametrize("page", GOOD)
def test_what_passes(page: str) -> None:
    assert kinds(page) == []


@pytest.mark.parametrize(("page", "kind"), BAD)
def test_what_does_not(page: str, kind: str) -> None:
    assert kind in kinds(page)


@given(st.text(st.sampled_from("<>/!-='\" aonsc\0&;:x\n"), max_size=60))
def test_whatever_stands_there_the_scan_ends(page: str) -> None:
    """And a page that passes has no tag that opens in a place where we saw text."""
    found = kinds(page)
    assert found or page.count("<") == page.count("<!--") + len(_tags(page))


def _tags(page: str) -> list[str]:
    return [part for part in page.split("<")[1:] if part[:1].isalpha() or part[:1] == "/"]


@pytest.mark.parametrize(
    ("address", "scheme", "remote"),
    [
        ("a/b.html", "", False),
        ("./a:b", "", False),
        ("\x01http://a", "http", True),
        ("ht\ntp://a", "http", True),
        ("/\t/a", "", True),
        ("\\/a", "", True),
        ("?a=http://b", "", False),
        ("FTP:x", "ftp", True),
    ],
)
def test_addresses(address: str, scheme: str, remote: bool) -> None:
    assert scheme_of(address) == scheme
    assert is_remote(address) == remote


def test_styles_may_hold_pictures() -> None:
    assert (
        list(style_faults("a{background:url('data:image/svg+xml,x')} b{src:url(../f.woff)}")) == []
    )
