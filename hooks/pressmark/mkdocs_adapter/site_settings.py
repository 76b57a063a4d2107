"""The settings of `mkdocs.yml` that reach pages, beside those under `extra: pressmark:`.

MkDocs' templates write them as they are, so they are checked before a page is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pressmark.corpus import plain_values
from pressmark.corpus.settings import SiteSettings, read_site
from pressmark.errors import CuratorError, Problem
from pressmark.text.located_yaml import NotYaml, Value, parse

Check = Callable[[str, str], str]

_CHECKS: Mapping[str, Check] = {
    "site_name": plain_values.line,
    "site_description": plain_values.text,
    "site_author": plain_values.line,
    "copyright": plain_values.text,
    "site_url": plain_values.base_address,
    "repo_url": plain_values.web_address,
    "repo_name": plain_values.line,
    "edit_uri": plain_values.link,
    "extra_css": plain_values.own_file,
    "extra_javascript": plain_values.own_file,
    "theme.favicon": plain_values.own_file,
    "theme.logo": plain_values.own_file,
    "theme.palette": plain_values.words,
    "theme.language": plain_values.words,
    "theme.direction": plain_values.words,
    "extra.scope": plain_values.link,
    "extra.alternate": plain_values.link,
    "extra.social": plain_values.link,
    "extra.homepage": plain_values.link,
}
"""Setting → how it is read. Of a list each item is."""


def problems(settings: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Problem]:
    """What is wrong with `settings`, which stand on these `lines` of their file."""
    for name, check in _CHECKS.items():
        for value in _texts(_find(settings, name)):
            try:
                check(name, value)
            except ValueError as error:
                yield _problem(lines, name, str(error))
    if _find(settings, "theme.font"):
        message = (
            "`theme.font` has pages load their fonts from another host; write `font: false`, and "
            "name fonts of the site in a file of `extra_css`"
        )
        yield _problem(lines, "theme.font", message)


def _problem(lines: Mapping[str, int], name: str, message: str) -> Problem:
    return Problem("mkdocs.yml", lines.get(name, 0), "settings", message, "error")


def _find(settings: Mapping[str, Any], name: str) -> Any:
    value: Any = settings
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        # A link with its name, a script with its options, or else a group of settings.
        chosen = value.get("link") or value.get("path")
        for item in [chosen] if chosen else value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def lines_of(source: str) -> dict[str, int]:
    """Setting → the line of the text `source` that it is set on. Settings may also be inherited
    from other files.

    >>> lines_of("site_name: Shelf\\nextra:\\n  homepage: x")["extra.homepage"]
    3
    """
    try:
        root = parse(source)
    except NotYaml:
        return {}
    return dict(_places(root, ""))


def _places(value: Value, prefix: str) -> Iterator[tuple[str, int]]:
    for key, inner in value.pairs:
        yield prefix + key.text, key.line
        yield from _places(inner, f"{prefix}{key.text}.")


def read(config: Mapping[str, Any]) -> SiteSettings:
    """Those of mkdocs.yml that are ours, once all that reach pages have been looked at; raises
    `CuratorError`.
    """
    file = config["config_file_path"]
    source = Path(file).read_text(encoding="utf-8-sig", errors="replace") if file else ""
    lines = lines_of(source)
    wrong = tuple(problems(config, lines))
    if wrong:
        raise CuratorError(wrong)
    own = "extra.pressmark."
    ours = {name.removeprefix(own): n for name, n in lines.items() if name.startswith(own)}
    return read_site(config["extra"].get("pressmark"), ours)
