"""Infers fields of documents from the whole corpus: tags, and the publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.document import FIELDS, Document, Name, Origin
from pressmark.relate.document_summary import DocumentSummary
from pressmark.relate.publisher_inference import InferredPublisher, PublisherClaim, infer_publishers
from pressmark.relate.tags import Tag, TagCandidates, choose_tags

SIBLING_PUBLISHER = "sibling-publisher"

INFERENCES = {SIBLING_PUBLISHER: "The publisher, from other texts of the same website."}
"""Name of an inference that can be switched off → a sentence about it for readers. (Tags depend on
the names that `describe/annotate.py` finds, which has their switches.)"""


@dataclass(frozen=True, slots=True)
class InferredFields:
    """Fields of a document that were inferred from others."""

    tags: tuple[Tag, ...] = ()
    publisher: InferredPublisher | None = None


def infer_fields(
    documents: Sequence[DocumentSummary], switches: Mapping[str, bool]
) -> dict[str, InferredFields]:
    """Id → inferred fields, for documents that get any. `switches` may turn off `INFERENCES`."""
    tags = choose_tags(
        TagCandidates(d.id, d.names, () if "tags" in d.defaults else d.tags) for d in documents
    )
    publishers: dict[str, InferredPublisher] = {}
    if switches.get(SIBLING_PUBLISHER, True):
        publishers = infer_publishers(
            PublisherClaim(d.id, d.host, None if "publisher" in d.defaults else d.publisher)
            for d in documents
        )
    ids = sorted(tags.keys() | publishers.keys())
    return {i: InferredFields(tags.get(i, ()), publishers.get(i)) for i in ids}


def summary_with_inferred(
    summary: DocumentSummary, inferred: InferredFields | None, family: str | None = None
) -> DocumentSummary:
    """`summary` with inferred fields and family; drops the names and the host that they were
    inferred from.
    """
    if summary.names or summary.host or family:
        summary = replace(summary, names=(), host="", family=family)
    if inferred is None:
        return summary
    fields = set(summary.fields)
    if inferred.tags:
        summary = replace(summary, tags=tuple(tag.tag for tag in inferred.tags))
        fields.add("tags")
    if inferred.publisher:
        summary = replace(summary, publisher=inferred.publisher.publisher)
        fields.add("publisher")
    return replace(summary, fields=tuple(field for field in FIELDS if field in fields))


def with_inferred(
    document: Document, inferred: InferredFields | None, family: str | None = None
) -> Document:
    """`document` with its family and the inferred fields, each with its origin and evidence."""
    if inferred is None and family is None:
        return document
    record = replace(document.record, family=family)
    if inferred is None:
        return replace(document, record=record)
    origins = dict(record.origins)
    if inferred.tags:
        record = replace(record, tags=tuple(tag.tag for tag in inferred.tags))
        origins["tags"] = Origin("inference", _tag_evidence(document.names, inferred.tags))
    if inferred.publisher:
        record = replace(record, publisher=inferred.publisher.publisher)
        origins["publisher"] = Origin("inference", _publisher_evidence(inferred.publisher))
    ordered = {field: origins[field] for field in FIELDS if field in origins}
    return replace(document, record=replace(record, origins=ordered))


def _tag_evidence(names: Sequence[Name], tags: Sequence[Tag]) -> str:
    by_key = {name.key: name for name in names}
    return "; ".join(_name_evidence(by_key[tag.name], tag) for tag in tags)


def _name_evidence(name: Name, tag: Tag) -> str:
    written = name.written or name.name
    spelling = "" if written == tag.tag else f" (“{written}”)"
    kind = "countries" if name.country else "names"
    documents = rounded_count(tag.documents)
    return (
        f"line {name.line} ({kind}): {tag.tag}{spelling}, {name.count} times, "
        f"in {documents} documents"
    )


def rounded_count(number: int) -> str:
    """A number in words for evidence; from 10 on rounded down to its first digit, so that one more
    document changes few records.

    >>> rounded_count(7), rounded_count(23), rounded_count(1840)
    ('7', '20 or more', '1000 or more')
    """
    scale = 10 ** (len(str(number)) - 1)
    return str(number) if number < 10 else f"{number // scale * scale} or more"


def _publisher_evidence(inferred: InferredPublisher) -> str:
    more = " and others" if inferred.claims > 1 else ""
    where = f"{inferred.id}{more}"
    return f"({SIBLING_PUBLISHER}): {inferred.host} is {inferred.publisher} in {where}"
