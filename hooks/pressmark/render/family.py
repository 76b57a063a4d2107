"""The page of a family: its members in order of time, with what differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pressmark.relate.corpus import family_path
from pressmark.relate.differences import Difference, difference
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.browse import INDEX, NEAR_COPIES, entry, overview_path
from pressmark.render.views import FamilyView, Link, MemberView, PartView
from pressmark.text.address import climb

MOST_COMPARED = 50
"""Members whose texts are compared; the others are named."""
MOST_PLACES = 100
"""Places that are shown of each."""
MOST_CHARACTERS = 1_200
"""Characters of a part that are shown: a long insertion is read on its own page."""


def family_view(
    family: str, members: Sequence[DocumentSummary], texts: Iterable[str] | None = None
) -> FamilyView:
    """The page of the family with this id. `members` are in order of time, and `texts` are theirs:
    as many as are compared, asked for one by one. Without them nothing is compared.
    """
    root = climb(family_path(family))
    trail = (Link("Browse", root + INDEX), Link(NEAR_COPIES, root + overview_path("family")))
    first, *others = members
    views = [MemberView(entry(first.listed(), root), first.words, compared=False)]
    compared = others[: MOST_COMPARED - 1] if texts is not None else []
    if texts is not None:
        waiting = iter(texts)
        text = next(waiting)
        views += (
            _compared(member, root, difference(text, other))
            for member, other in zip(compared, waiting, strict=True)
        )
    views += (
        MemberView(entry(member.listed(), root), member.words, compared=False)
        for member in others[len(compared) :]
    )
    return FamilyView(root, first.label, trail, tuple(views))


def _compared(member: DocumentSummary, root: str, found: Difference) -> MemberView:
    places = tuple(
        tuple(PartView(part.kind, _shown(part.text)) for part in place)
        for place in found.places[:MOST_PLACES]
    )
    return MemberView(
        entry(member.listed(), root),
        member.words,
        compared=True,
        old=found.old,
        new=found.new,
        places=places,
        more=len(found.places) - len(places),
        cut=found.cut,
    )


def _shown(text: str) -> str:
    """A part's text on one line, paragraphs marked, cut in its middle when it is long."""
    line = " ".join(text.replace("\n\n", " ¶ ").split())
    if len(line) > MOST_CHARACTERS:
        half = MOST_CHARACTERS // 2
        line = f"{line[:half].rpartition(' ')[0]} […] {line[-half:].partition(' ')[2]}"
    return line
