"""Material's style sheets without the rules that no generated page uses: a sixth is left.

Hand-written pages load the whole sheets; pages made from a corpus use few of their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rcssmin
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

_CLASS = re.compile(r"[.#](-?[_a-zA-Z][\w-]*)")
_STATE = re.compile(r"\[data-md-[\w-]+=[\"']?([\w-]+)")
_NEGATED = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_ATTRIBUTE = re.compile(r"(?:class|id|data-md-[\w-]+)=[\"']?([^\"'>]*)")
_QUOTED = re.compile(r"[\"'`]([\w -]+)[\"'`]")


@dataclass(frozen=True, slots=True)
class Usage:
    """What pages use of a style sheet."""

    names: frozenset[str]
    """Classes, ids, and values of Material's attributes (`data-md-…`)."""
    styles: str
    """All other styles: Material's variables that they use are kept."""


def find_usage(pages: Iterable[str], scripts: Iterable[str], styles: Iterable[str]) -> Usage:
    """Collect the names in the HTML of `pages` and in the strings of `scripts`, which may add them
    to pages; `styles` are the texts of all other style sheets.
    """
    names = {name for page in pages for text in _ATTRIBUTE.findall(page) for name in text.split()}
    names |= {
        name for script in scripts for text in _QUOTED.findall(script) for name in text.split()
    }
    return Usage(frozenset(names), "\n".join(styles))


def purge(sheet: str, usage: Usage) -> str:
    """Remove from the style sheet the rules for unused classes and states, unused variables, and
    animations that no rule plays; minify the rest.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    css = "".join(_matching(rules, usage))
    # A variable that goes may have been the only one to use another.
    while True:
        used_variables = frozenset(_VARIABLE.findall(css + usage.styles))
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        fewer = "".join(_with_variables(rules, used_variables, css))
        if len(fewer) == len(css):
            return str(rcssmin.cssmin(css))
        css = fewer


def _matching(rules: Iterable[Node], usage: Usage) -> Iterator[str]:
    """The text of the rules whose selectors may match an element."""
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [s for s in _selectors(rule) if _may_match(s, usage.names)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in ("media", "supports") and rule.content:
            inner = "".join(_matching(_inner_rules(rule), usage))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule):
            yield rule.serialize()


def _inner_rules(rule: AtRule) -> list[Node]:
    rules: list[Node] = tinycss2.parse_rule_list(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return rules


def _selectors(rule: QualifiedRule) -> list[str]:
    """Split the selectors of a rule at its commas, but not at those in parentheses."""
    out = [""]
    for token in rule.prelude:
        if token.type == "literal" and token.value == ",":
            out.append("")
        else:
            out[-1] += token.serialize()
    return [selector.strip() for selector in out]


def _may_match(selector: str, names: frozenset[str]) -> bool:
    """Whether all names that `selector` requires are used; true for any `:is` or `:where`."""
    required = _NEGATED.sub("", selector)
    if ":is(" in required or ":where(" in required:
        return True
    return all(name in names for name in (*_CLASS.findall(required), *_STATE.findall(required)))


def _with_variables(
    rules: Iterable[Node], used_variables: frozenset[str], css: str
) -> Iterator[str]:
    """The text of `rules` without declarations of other variables, and without animations that
    `css`, their whole sheet, names only once: where they are defined.
    """
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            body = "".join(
                f"{part.serialize()};"
                for part in tinycss2.parse_blocks_contents(rule.content)
                if isinstance(part, Declaration)
                and not (part.name.startswith("--") and part.name not in used_variables)
            )
            if body:
                yield f"{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in ("media", "supports"):
            inner = "".join(_with_variables(_inner_rules(rule), used_variables, css))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword.endswith("keyframes"):
            if css.count(tinycss2.serialize(rule.prelude).strip()) > 1:
                yield rule.serialize()
        elif isinstance(rule, AtRule):
            yield rule.serialize()
