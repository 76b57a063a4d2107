"""The list of extractors, and the function that fills a record from their answers.

The first answer for a field wins: declared metadata (sidecar, front matter, table), then the text,
then inference, then the collection's defaults. A new extractor is a function and an entry here.
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
from pressmark.describe.summary import description, length_and_label
from pressmark.describe.title import first_line, headline, lone_heading, title_heading
from pressmark.document import FIELDS, TITLE, DeclaredMetadata, Document, Fate, Origin, Record
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
    """Document with a record; lines that hold nothing but a field get its fate.

    `switches` turns extractors off by name.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    defaults = [declared for declared in document.declared if declared.origin == "default"]
    for declared in document.declared:
        if declared.origin != "default":
            _add_declared(declared, values, origins)
    body = Body(document)
    count = -1
    for extractor in EXTRACTORS:
        if not switches.get(extractor.name, True):
            continue
        if len(values) != count:
            document = replace(document, record=_record(values, origins))
            count = len(values)
        if body.all is not document.blocks:
            body = Body(document)
        earlier = frozenset(values)
        for answer in extractor.find(Page(document, body)):
            if answer.field not in values:
                values[answer.field] = answer.value
                shown = evidence(extractor.name, answer)
                origins[answer.field] = Origin(answer.origin, shown, extractor.name)
                document = _without_lines(document, answer)
            elif answer.field in earlier and _is_same(values[answer.field], answer):
                document = _without_lines(document, answer)
    for declared in defaults:
        _add_declared(declared, values, origins)
    return replace(document, record=_record(values, origins))


def with_length_and_label(document: Document) -> Document:
    """Document with the number of words of its body, and with its label."""
    words, first_words = length_and_label(document)
    record = document.record
    return replace(document, record=replace(record, words=words, label=record.title or first_words))


def _add_declared(
    declared: DeclaredMetadata, values: dict[str, Any], origins: dict[str, Origin]
) -> None:
    """Add declared values to the fields that have none."""
    for field, value in declared.values.items():
        if field not in values:
            values[field] = value
            origins[field] = Origin(declared.origin, declared.places[field])


def _record(values: Mapping[str, Any], origins: Mapping[str, Origin]) -> Record:
    ordered = {field: origins[field] for field in FIELDS if field in origins}
    return Record(**values, origins=ordered)


def _without_lines(document: Document, answer: Answer) -> Document:
    """Document with the fate of the lines that an answer takes out of the body."""
    if not answer.takes:
        return document
    fate = TITLE if answer.field == "title" else Fate("field", answer.field)
    return replace(document, blocks=set_fate(document.blocks, frozenset(answer.takes), fate))


def _is_same(value: Any, answer: Answer) -> bool:
    """Whether an answer repeats the field's value, so that its line can leave the text."""
    if isinstance(value, str) and isinstance(answer.value, str):
        return fold_line(value, markdown=False) == fold_line(answer.value, markdown=False)
    return bool(value == answer.value)
