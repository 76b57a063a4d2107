"""Views of family pages: near-copies in order of time, each compared with the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pressmark.relate.corpus import family_path
from pressmark.relate.differences import Difference, difference
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.browse import INDEX, NEAR_COPIES, entry, overview_path
from pressmark.render.views import FamilyView, Link, MemberView, PartView
from pressmark.text.address import climb

MOST_COMPARED = 50
"""Members whose texts are compared; the others are only listed."""
MOST_PLACES = 100
"""Differing places shown of each member."""
MOST_CHARACTERS = 1_200
"""Characters shown of a part: a long insertion can be read on its own page."""


def family_view(
    family: str, members: Sequence[DocumentSummary], texts: Iterable[str] | None = None
) -> FamilyView:
    """The view of the family with this id, whose `members` are in order of time.

    `texts` gives the plain texts of the first `MOST_COMPARED` members, in the same order; they are
    read one by one, to hold only two in memory. Without `texts` nothing is compared.
    """
    root = climb(family_path(family))
    trail = (Link("Browse", root + INDEX), Link(NEAR_COPIES, root + overview_path("family")))
    first, *others = members
    views = [MemberView(entry(first.listed(), root), first.words, compared=False)]
    compared = others[: MOST_COMPARED - 1] if texts is not None else []
    if texts is not None:
        remaining = iter(texts)
        first_text = next(remaining)
        views += (
            _compared(member, root, difference(first_text, text))
            for member, text in zip(compared, remaining, strict=True)
        )
    views += (
        MemberView(entry(member.listed(), root), member.words, compared=False)
        for member in others[len(compared) :]
    )
    return FamilyView(root, first.label, trail, tuple(views))


def _compared(member: DocumentSummary, root: str, result: Difference) -> MemberView:
    places = tuple(
        tuple(PartView(part.kind, _shown(part.text)) for part in place)
        for place in result.places[:MOST_PLACES]
    )
    return MemberView(
        entry(member.listed(), root),
        member.words,
        compared=True,
        old=result.old,
        new=result.new,
        places=places,
        more=len(result.places) - len(places),
        cut=result.cut,
    )


def _shown(text: str) -> str:
    """The text of a part on one line: paragraphs parted by ¶, the middle of a long one cut out."""
    line = " ".join(text.replace("\n\n", " ¶ ").split())
    if len(line) > MOST_CHARACTERS:
        half = MOST_CHARACTERS // 2
        line = f"{line[:half].rpartition(' ')[0]} […] {line[-half:].partition(' ')[2]}"
    return line
