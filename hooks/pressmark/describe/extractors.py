"""All extractors in their order of precedence, and the runner that fills a record from them.

For each field the first answer wins: what people wrote down (sidecar, front matter, table), then
the text, then inference, then the collection's defaults. A new extractor is a function and a line
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pressmark.clean.rule import Body, Page, set_fate
from pressmark.describe.answer import Answer, Extractor, evidence
from pressmark.describe.article_fields import headline_authors, headline_date
from pressmark.describe.datelines import dateline, place_and_date
from pressmark.describe.dates import date_in_address, date_line
from pressmark.describe.headers import header_block
from pressmark.describe.language import language
from pressmark.describe.people import byline
from pressmark.describe.source import address_line, publisher_line, rights_line, tags_line
from pressmark.describe.summary import description, label
from pressmark.describe.title import first_line, headline, lone_heading, title_heading
from pressmark.document import FIELDS, TITLE, Document, Fate, Origin, Record
from pressmark.text.lines import fold_line

EXTRACTORS = (
    Extractor("header-block", "`Title:`, `Date:` … lines at the head.", header_block),
    Extractor("headline", "The headline of an article on a whole page.", headline),
    Extractor("title-heading", "The first heading as the title.", title_heading),
    Extractor("lone-heading", "The only heading of the first level.", lone_heading),
    Extractor("address-line", "An address on a line of its own.", address_line),
    Extractor("publisher-line", "The publisher named after the address.", publisher_line),
    Extractor("rights-line", "A licence or copyright line at the end.", rights_line),
    Extractor("tags-line", "`Tags: …` on a line of its own.", tags_line),
    Extractor("first-line", "A short first line as the title.", first_line),
    Extractor("headline-authors", "Names near the headline of a whole page.", headline_authors),
    Extractor("byline", "`By …` on a line of its own.", byline),
    Extractor("headline-date", "A date near the headline of a whole page.", headline_date),
    Extractor("date-line", "A date on a line of its own.", date_line),
    Extractor("place-and-date", "A place and a date on a line of their own.", place_and_date),
    Extractor("dateline", "Place and date at the head of a report.", dateline),
    Extractor("date-in-address", "A date in the document's own address.", date_in_address),
    Extractor("language", "The language of the text.", language),
    Extractor("description", "The first paragraph in short.", description),
)


def describe(document: Document, switches: Mapping[str, bool]) -> Document:
    """Fill the record; lines that hold nothing but a field get its fate."""
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    defaults = [declared for declared in document.declared if declared.origin == "default"]
    for declared in document.declared:
        if declared.origin != "default":
            _take(declared.values, declared.origin, declared.places, values, origins)
    body = Body(document)
    known = -1
    for extractor in EXTRACTORS:
        if not switches.get(extractor.name, True):
            continue
        if len(values) != known:
            document = replace(document, record=_record(values, origins))
            known = len(values)
        if body.all is not document.blocks:
            body = Body(document)
        settled = frozenset(values)
        for answer in extractor.find(Page(document, body)):
            if answer.field not in values:
                values[answer.field] = answer.value
                shown = evidence(extractor.name, answer)
                origins[answer.field] = Origin(answer.origin, shown, extractor.name)
                document = _consume(document, answer)
            elif answer.field in settled and _says_the_same(values[answer.field], answer):
                document = _consume(document, answer)
    for declared in defaults:
        _take(declared.values, declared.origin, declared.places, values, origins)
    return replace(document, record=_record(values, origins))


def measure(document: Document) -> Document:
    """Count the words of what is body in the end, and give the document its label."""
    words, first_words = label(document)
    record = document.record
    return replace(document, record=replace(record, words=words, label=record.title or first_words))


def _take(
    given: Mapping[str, Any],
    origin: Any,
    places: Mapping[str, str],
    values: dict[str, Any],
    origins: dict[str, Origin],
) -> None:
    for field, value in given.items():
        if field not in values:
            values[field] = value
            origins[field] = Origin(origin, places[field])


def _record(values: Mapping[str, Any], origins: Mapping[str, Origin]) -> Record:
    ordered = {field: origins[field] for field in FIELDS if field in origins}
    return Record(**values, origins=ordered)


def _consume(document: Document, answer: Answer) -> Document:
    if not answer.takes:
        return document
    fate = TITLE if answer.field == "title" else Fate("field", answer.field)
    return replace(document, blocks=set_fate(document.blocks, frozenset(answer.takes), fate))


def _says_the_same(value: Any, answer: Answer) -> bool:
    """Whether a line says what is known already, so that it need not stand in the text too."""
    if isinstance(value, str) and isinstance(answer.value, str):
        return fold_line(value, markdown=False) == fold_line(answer.value, markdown=False)
    return bool(value == answer.value)
