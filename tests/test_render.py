"""What is made of documents: citations, feeds, sitemaps, lists, addresses."""

from __future__ import annotations

import json
import os
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.corpus.settings import Collection
from pressmark.document import Record
from pressmark.relate.corpus import Corpus, ordered_corpus
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render import cite
from pressmark.render.browse import pages
from pressmark.render.feeds import FEED_ENTRIES, SITEMAP_URLS, atom, robots, sitemaps
from pressmark.render.home_view import site_view
from pressmark.render.page import quote
from pressmark.render.site_links import Site, slugs
from pressmark.text.address import MAX_BYTES, address, collision_key, href
from pressmark.text.located_yaml import parse

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

HOSTILE = '</script><script>alert("1")</script> & {braces} \\ % $ # _ ^ ~ \u2028 "q"'

RECORD = Record(
    title=HOSTILE,
    label=HOSTILE,
    date="2021-05-03",
    url="https://a.example/x",
    publisher="A & B",
    authors=("Ada Byron", "Charles {B}"),
    place="Paris",
    language="en",
    tags=("a", "b"),
    words=10,
)
WORK = cite.Work("folder/a b", RECORD, "An Archive", "https://archive.example/archive/a%20b.html")


def facts(number: int, **fields: object) -> DocumentSummary:
    known = {"date": f"{2000 + number % 20}-{number % 12 + 1:02d}-01", "label": f"Title {number}"}
    values = {
        "id": f"d{number:05d}", "path": f"d{number:05d}.txt", "address": f"d{number:05d}",
        "titled": True, "publisher": None, "place": None, "language": "en", "tags": (),
        "description": None, "rights": None, "words": 5, "encoding": "utf-8", "sha256": "",
        "removed": (), "fields": ("title", "date"), **known, **fields,
    }  # fmt: skip
    return DocumentSummary(**values)  # type: ignore[arg-type]


def corpus_of(number: int, **fields: object) -> Corpus:
    return ordered_corpus(facts(n, **fields) for n in range(number))


def test_bibtex_escapes_and_balances() -> None:
    entry = cite.bibtex(WORK)
    assert entry.startswith("@misc{folder-a-b,\n")
    assert r"\&" in entry
    assert r"\{braces\}" in entry
    assert "month = {5}" in entry
    unescaped = entry.replace(r"\{", "").replace(r"\}", "")
    assert unescaped.count("{") == unescaped.count("}")


def test_ris_has_one_value_a_line() -> None:
    lines = cite.ris(WORK).split("\n")
    assert lines[0] == "TY  - GEN"
    assert lines[-1] == "ER  - "
    assert "AU  - Ada Byron" in lines
    assert "DA  - 2021/05/03/" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_csl_is_json_with_what_is_known() -> None:
    (item,) = json.loads(dict(cite.citations(WORK))["CSL-JSON"])
    assert item["issued"] == {"date-parts": [[2021, 5, 3]]}
    assert item["author"][0] == {"literal": "Ada Byron"}
    nothing = cite.csl(cite.Work("x", Record(label="first words"), "An Archive", None))
    assert nothing.keys() == {"id", "type", "title", "archive"}


@pytest.mark.parametrize(
    ("date", "iso", "highwire"),
    [("2021-05-03", "2021-05-03", "2021/05/03"), ("189X", None, None), ("XXXX-05-03", None, None),
     ("1897-XX", "1897", "1897")],
)  # fmt: skip
def test_dates_say_no_more_than_is_known(date: str, iso: str | None, highwire: str | None) -> None:
    work = cite.Work("x", Record(label="x", date=date), "An Archive", None)
    tags = {key: value for _, key, value in cite.meta(work, "An Archive")}
    assert tags.get("citation_publication_date") == highwire
    assert tags["DC.date"] == date
    assert json.loads(cite.jsonld(work)).get("datePublished") == iso


def test_jsonld_stays_in_its_element() -> None:
    text = str(cite.jsonld(WORK))
    assert "<" not in text
    assert json.loads(text)["headline"] == HOSTILE


def test_plain_citation() -> None:
    work = cite.Work("x", Record(label="<Words>", date="1897~"), "An Archive", None)
    assert cite.plain(work).striptags() == "“[<Words>].” About 1897. An Archive."
    assert "<bdi>[&lt;Words&gt;].</bdi>" in cite.plain(work)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoted_values_are_yaml(value: str) -> None:
    ((_, read),) = parse(f"key: {quote(value)}").pairs
    assert read.text == value


def test_feed_has_the_latest_with_a_day() -> None:
    corpus = ordered_corpus(
        [*(facts(n) for n in range(80)), facts(99, date="2030", label="no day")]
    )
    feed = ET.fromstring(atom(corpus, Site("A & B", "https://a.example/", {})))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == FEED_ENTRIES
    updated = [e.findtext(f"{ATOM}updated") or "" for e in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert len(set(ids)) == len(ids)


def test_feed_holds_only_what_xml_may_hold() -> None:
    label = "a\x0b\ufffe<b>"
    feed = ET.fromstring(atom(ordered_corpus([facts(1, label=label)]), Site("x", "", {})))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "a<b>"


def test_sitemap_is_split_when_large() -> None:
    site = Site("x", "https://a.example/", {})
    paths = [f"archive/{n} ü.html" for n in range(SITEMAP_URLS + 1)]
    files = dict(sitemaps(paths, site))
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index = [e.text for e in ET.fromstring(files["sitemap.xml"]).iter(f"{SITEMAP}loc")]
    assert index == ["https://a.example/sitemap-1.xml", "https://a.example/sitemap-2.xml"]
    locs = [e.text for name in ("sitemap-1.xml", "sitemap-2.xml")
            for e in ET.fromstring(files[name]).iter(f"{SITEMAP}loc")]  # fmt: skip
    assert len(locs) == len(paths)
    assert locs[0] == "https://a.example/archive/0%20%C3%BC.html"
    assert dict(sitemaps(paths, Site("x", "", {}))) == {}
    assert robots(site).endswith(b"Sitemap: https://a.example/sitemap.xml\n")


def test_lists_are_paginated_and_complete() -> None:
    corpus = corpus_of(95, publisher="One Press", tags=("a", "b"), place="Paris")
    site = Site("x", "", slugs(corpus))
    views = dict(pages(corpus, site, per_page=40))
    names = ["publisher/one-press", "publisher/one-press-2", "publisher/one-press-3"]
    parts = [views[f"browse/{name}.html"] for name in names]
    shown = [e.href for view in parts for group in view.groups for e in group.documents]
    assert len(shown) == len(set(shown)) == 95
    assert [len([e for g in view.groups for e in g.documents]) for view in parts] == [40, 40, 15]
    assert [link and link.href for link in parts[1].pages] == [
        "../../browse/publisher/one-press.html",
        "",
        "../../browse/publisher/one-press-3.html",
    ]
    titles = [v for name, v in views.items() if name.startswith("browse/title/")]
    assert sum(len(g.documents) for v in titles for g in v.groups) == 95
    assert {name for name in views if name.startswith("browse/date/2")} == {
        f"browse/date/{year}.html" for year in range(2000, 2020)
    }


def test_a_list_of_many_pages_leads_to_few_of_them() -> None:
    corpus = corpus_of(200)
    views = dict(pages(corpus, Site("x", "", slugs(corpus)), per_page=10))
    here = views["browse/title/all-10.html"]
    assert [link.name if link else "…" for link in here.pages] == [
        *("1", "…", "8", "9", "10", "11", "12", "…", "20"),
    ]
    assert (here.page, here.of) == (10, 20)
    assert here.previous.endswith("/all-9.html")
    assert here.next.endswith("/all-11.html")
    last = views["browse/title/all-20.html"]
    assert [link.name if link else "…" for link in last.pages] == ["1", "…", "18", "19", "20"]
    assert not last.next


def test_values_that_look_alike_have_pages_of_their_own() -> None:
    names = ("A.B.", "A B", "漢字", "汉字", "a b")
    corpus = ordered_corpus(facts(n, publisher=name) for n, name in enumerate(names))
    found = slugs(corpus)
    mine = [slug for (facet, _), slug in found.items() if facet == "publisher"]
    assert len({collision_key(slug) for slug in mine}) == 5


def test_the_second_page_of_a_list_is_no_list_of_another_value() -> None:
    names = ["Radio"] * 3 + ["Radio 2", "Radio 4"]
    corpus = ordered_corpus(facts(n, publisher=name) for n, name in enumerate(names))
    names_of = slugs(corpus)
    assert names_of["publisher", "Radio"] == "radio"
    assert names_of["publisher", "Radio 2"].startswith("radio-2-")
    assert names_of["publisher", "Radio 4"] == "radio-4", "it keeps its address: there is no clash"
    paths = [path for path, _ in pages(corpus, Site("x", "", names_of), per_page=1)]
    assert len(paths) == len(set(paths))


def test_neighbours_follow_the_dates() -> None:
    corpus = ordered_corpus([facts(1, date="2003"), facts(2, date="2001"), facts(3, date=None),
                     facts(4, date="XXXX-01-01")])  # fmt: skip
    related = corpus.relations()
    assert [d.address for d in corpus.documents] == ["d00003", "d00004", "d00002", "d00001"]
    assert related["d00002"].previous is None
    assert related["d00002"].next is not None
    assert related["d00002"].next.address == "d00001"
    assert related["d00003"].next is not None
    assert related["d00003"].next.address == "d00004"


@pytest.mark.parametrize(
    ("dates", "first", "bars"),
    [
        (["2001-03-01", "2002-05-01"], "March 2001", 15),
        (["1941", "2000"], "1941", 60),
        (["1800", "2000"], "1800s", 21),
        ([None], None, 0),
    ],
)
def test_timeline(dates: list[str | None], first: str | None, bars: int) -> None:
    corpus = ordered_corpus(facts(n, date=date) for n, date in enumerate(dates))
    view = site_view(corpus, Site("x", "", slugs(corpus)), Collection(), {}, {})
    assert len(view.timeline) == bars
    assert bars == 0 or view.timeline[0].label == first
    assert sum(bar.count for bar in view.timeline) == len([d for d in dates if d])


NAMES = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=120)


@given(NAMES, NAMES)
def test_addresses_are_safe_and_differ(one: str, other: str) -> None:
    try:
        os.fsencode(one), os.fsencode(other)
    except UnicodeEncodeError:
        return
    path = address(one)
    assert not set(path) & set('<>:"|?*\\#')
    assert path.strip(".")
    assert path[-1] not in ". "
    assert len(os.fsencode(path)) <= MAX_BYTES
    assert href(path).isascii()
    assert (address(one) == address(other)) == (one == other)
