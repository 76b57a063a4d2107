"""What the whole corpus adds to the record of one document: tags, and a publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.document import FIELDS, Document, Name, Origin
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.publisher_inference import InferredPublisher, PublisherClaim, publishers
from pressmark.relate.tags import Proposal, Tag, choose

SIBLINGS = "sibling-publisher"

ADDITIONS = {SIBLINGS: "The publisher, from other texts of the same website."}
"""Name → what is added, in a sentence for readers; tags have their names in `observe`."""


@dataclass(frozen=True, slots=True)
class InferredFields:
    """What a document didn't know by itself."""

    tags: tuple[Tag, ...] = ()
    publisher: InferredPublisher | None = None


def infer_fields(
    documents: Sequence[DocumentSummary], switches: Mapping[str, bool]
) -> dict[str, InferredFields]:
    """Id → what the others add, for the documents that get something."""
    tags = choose(
        Proposal(d.id, d.names, () if "tags" in d.defaults else d.tags) for d in documents
    )
    siblings: dict[str, InferredPublisher] = {}
    if switches.get(SIBLINGS, True):
        siblings = publishers(
            PublisherClaim(d.id, d.host, None if "publisher" in d.defaults else d.publisher)
            for d in documents
        )
    ids = sorted(tags.keys() | siblings.keys())
    return {i: InferredFields(tags.get(i, ()), siblings.get(i)) for i in ids}


def with_added(
    facts: DocumentSummary, added: InferredFields | None, family: str | None = None
) -> DocumentSummary:
    """`facts` with what was added, and the family; what it was found with isn't held any longer."""
    if facts.names or facts.host or family:
        facts = replace(facts, names=(), host="", family=family)
    if added is None:
        return facts
    if added.tags:
        facts = replace(facts, tags=tuple(tag.tag for tag in added.tags))
    if added.publisher:
        facts = replace(facts, publisher=added.publisher.publisher)
    known = {*facts.fields, *(("tags",) if added.tags else ())}
    known |= {"publisher"} if added.publisher else set()
    return replace(facts, fields=tuple(field for field in FIELDS if field in known))


def with_inferred(
    document: Document, added: InferredFields | None, family: str | None = None
) -> Document:
    """`document` with its family and the inferred fields, each with its origin and evidence."""
    if added is None and family is None:
        return document
    record = replace(document.record, family=family)
    if added is None:
        return replace(document, record=record)
    origins = dict(record.origins)
    if added.tags:
        record = replace(record, tags=tuple(tag.tag for tag in added.tags))
        origins["tags"] = Origin("inference", _tag_evidence(document.names, added.tags))
    if added.publisher:
        record = replace(record, publisher=added.publisher.publisher)
        origins["publisher"] = Origin("inference", _sibling_evidence(added.publisher))
    ordered = {field: origins[field] for field in FIELDS if field in origins}
    return replace(document, record=replace(record, origins=ordered))


def _tag_evidence(names: Sequence[Name], tags: Sequence[Tag]) -> str:
    known = {name.key: name for name in names}
    return "; ".join(_stands(known[tag.name], tag) for tag in tags)


def _stands(name: Name, tag: Tag) -> str:
    written = name.written or name.name
    called = "" if written == tag.tag else f" (“{written}”)"
    kind = "countries" if name.country else "names"
    where = f"line {name.line} ({kind})"
    return f"{where}: {tag.tag}{called}, {name.count} times, in {roughly(tag.documents)} documents"


def roughly(number: int) -> str:
    """A number, from 10 on by its first digit, so that one more document changes few records.

    >>> roughly(7), roughly(23), roughly(1840)
    ('7', '20 or more', '1000 or more')
    """
    scale = 10 ** (len(str(number)) - 1)
    return str(number) if number < 10 else f"{number // scale * scale} or more"


def _sibling_evidence(sibling: InferredPublisher) -> str:
    more = " and others" if sibling.number > 1 else ""
    return f"({SIBLINGS}): {sibling.host} is {sibling.publisher} in {sibling.id}{more}"
