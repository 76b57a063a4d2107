"""Material's style sheet, without what no page of ours uses: a sixth of it is left.

Hand-written pages keep the whole of it; the pages that a corpus is made of use few of its parts.
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
class Used:
    """What pages use."""

    names: frozenset[str]
    """Classes, ids, and values of Material's attributes."""
    styles: str
    """All other styles: they may use Material's variables."""


def used(pages: Iterable[str], scripts: Iterable[str], styles: Iterable[str]) -> Used:
    """What stands in `pages`, what `scripts` may put there, and what `styles` ask for."""
    names = {name for page in pages for text in _ATTRIBUTE.findall(page) for name in text.split()}
    names |= {
        name for script in scripts for text in _QUOTED.findall(script) for name in text.split()
    }
    return Used(frozenset(names), "\n".join(styles))


def reduced(sheet: str, needs: Used) -> str:
    """`sheet` without rules for classes and states that aren't used, without variables that nothing
    asks for, and without animations that nothing plays.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    css = "".join(_kept(rules, needs))
    while True:
        asked = frozenset(_VARIABLE.findall(css + needs.styles))
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        fewer = "".join(_with_variables(rules, asked, css))
        if len(fewer) == len(css):
            return str(rcssmin.cssmin(css))
        css = fewer


def _kept(rules: Iterable[Node], needs: Used) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [s for s in _selectors(rule) if _matches(s, needs.names)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in ("media", "supports") and rule.content:
            inner = "".join(_kept(_inside(rule), needs))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule):
            yield rule.serialize()


def _inside(rule: AtRule) -> list[Node]:
    found: list[Node] = tinycss2.parse_rule_list(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return found


def _selectors(rule: QualifiedRule) -> list[str]:
    """The selectors of a rule, which commas part; those in parentheses don't."""
    out = [""]
    for token in rule.prelude:
        if token.type == "literal" and token.value == ",":
            out.append("")
        else:
            out[-1] += token.serialize()
    return [selector.strip() for selector in out]


def _matches(selector: str, names: frozenset[str]) -> bool:
    asked = _NEGATED.sub("", selector)
    if ":is(" in asked or ":where(" in asked:
        return True
    return all(name in names for name in (*_CLASS.findall(asked), *_STATE.findall(asked)))


def _with_variables(rules: Iterable[Node], asked: frozenset[str], css: str) -> Iterator[str]:
    """The rules, with those variables only that are `asked` for."""
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            body = "".join(
                f"{part.serialize()};"
                for part in tinycss2.parse_blocks_contents(rule.content)
                if isinstance(part, Declaration)
                and not (part.name.startswith("--") and part.name not in asked)
            )
            if body:
                yield f"{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword in ("media", "supports"):
            inner = "".join(_with_variables(_inside(rule), asked, css))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule) and rule.at_keyword.endswith("keyframes"):
            if css.count(tinycss2.serialize(rule.prelude).strip()) > 1:
                yield rule.serialize()
        elif isinstance(rule, AtRule):
            yield rule.serialize()
