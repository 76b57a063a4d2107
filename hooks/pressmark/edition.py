"""One edition of the site: all that is made of a collection, once MkDocs has rendered its own pages
and the molds. What would be as it stands is taken from the edition before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from pressmark import build, standing
from pressmark.build import Output
from pressmark.gather import Gathered, Progress
from pressmark.render.browse import pages as browse_pages
from pressmark.standing import Standing
from pressmark.workers import Staff


@dataclass(frozen=True, slots=True)
class Edition:
    """How it was made."""

    times: dict[str, float]
    """Stage → seconds."""
    spoilt: int = 0
    """Parts of which what was kept couldn't be used."""


def write(
    gathered: Gathered,
    output: Output,
    own: Sequence[str],
    per_page: int,
    staff: Staff,
    progress: Progress,
) -> Edition:
    """Write the edition into the folder of `output`, where `own` are the paths of MkDocs' pages."""
    if output.standing is None:
        return _made(gathered, output, own, per_page, staff, progress)
    start = perf_counter()
    before = set(standing.all_stamps(output.folder))
    shared = standing.shared_key(output.standing.kept, output.site, output.molds, output.lists)
    key = standing.whole_key(gathered, shared, (str(per_page), *own))
    taken, spoilt = standing.take_part(output.standing, "site", key)
    if taken is not None:
        return Edition({"render": perf_counter() - start}, spoilt)
    made = _made(gathered, output, own, per_page, staff, progress)
    new = [one for one in standing.all_stamps(output.folder) if one not in before]
    standing.keep_part(output.standing, "site", key, new)
    return Edition(made.times, made.spoilt + spoilt)


def _made(
    gathered: Gathered,
    output: Output,
    own: Sequence[str],
    per_page: int,
    staff: Staff,
    progress: Progress,
) -> Edition:
    laps = [perf_counter()]
    spoilt = build.second_pass(gathered, output, staff, progress)
    laps.append(perf_counter())
    if output.standing:
        paths, lists_spoilt = _lists(gathered, output, output.standing, per_page)
        spoilt += lists_spoilt
    else:
        paths = _lists_anew(gathered, output, per_page)
    build.write_feeds(gathered, output.folder, output.site, [*own, *paths])
    laps.append(perf_counter())
    return Edition({"render": laps[1] - laps[0], "lists": laps[2] - laps[1]}, spoilt)


def _lists(
    gathered: Gathered, output: Output, stands: Standing, per_page: int
) -> tuple[list[str], bool]:
    """The paths of the browse pages, and whether what was kept of them couldn't be used."""
    shared = standing.shared_key(stands.kept, output.site, output.lists)
    key = standing.lists_key(gathered, shared, per_page)
    taken, spoilt = standing.take_part(stands, "lists", key)
    if taken is not None:
        return taken, spoilt
    paths = _lists_anew(gathered, output, per_page)
    standing.keep_part(stands, "lists", key, standing.stamps(output.folder, paths))
    return paths, spoilt


def _lists_anew(gathered: Gathered, output: Output, per_page: int) -> list[str]:
    pages = browse_pages(gathered.corpus, output.site, per_page)
    return build.write_lists(pages, output.folder, output.site, output.lists)
