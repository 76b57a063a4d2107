"""Golden cases for every cleaning rule and every extractor (see cases/README.md)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.clean.rules import FINAL_RULES, RULES
from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.describe.annotate import ANNOTATIONS, COUNTRIES, FOREIGN
from pressmark.describe.extractors import EXTRACTORS
from pressmark.document import Document
from pressmark.ledger import fates
from pressmark.pipeline import process
from pressmark.relate.inferred import SIBLING_PUBLISHER
from pressmark.relate.publisher_inference import PublisherClaim, host_of, infer_publishers
from pressmark.relate.tags import TagCandidates, choose_tags
from tests.conftest import Golden

CASES = Path(__file__).parent / "cases"
RULE_CASES = sorted(p.parent for p in (CASES / "clean").glob("*/*/in.*"))
EXTRACTOR_CASES = sorted(p.parent for p in (CASES / "describe").glob("*/*/in.*"))

ANNOTATION_CASES = sorted(p.parent for p in (CASES / "observe").glob("*/*/in.*"))
RELATION_CASES = sorted(p.parent for p in (CASES / "relate").glob("*/*/in.json"))

Check = Callable[[Path, dict[str, Any]], None]

CASES_EACH = 6
LEFT_ALONE = 2


def run(case: Path, folder: Path) -> Document:
    """The document that a case's text becomes, in a corpus of its own."""
    source = next(case.glob("in.*"))
    shutil.copy(source, folder / source.name)
    outcome = process(folder, Item(source.name, None, None), Collection())
    assert outcome.document is not None, outcome.problems
    return outcome.document


def removed_by(rule: str, document: Document) -> dict[str, Any]:
    lines = [
        n for n, fate in fates(document).items() if fate.kind == "removed" and fate.name == rule
    ]
    return {"removed": lines}


def read_by(extractor: str, document: Document) -> dict[str, Any]:
    fields = {
        field: list(value) if isinstance(value := getattr(document.record, field), tuple) else value
        for field, origin in document.record.origins.items()
        if origin.extractor == extractor
    }
    takes = [
        n
        for n, fate in fates(document).items()
        if (fate.kind == "title" and "title" in fields)
        or (fate.kind == "field" and fate.name in fields)
    ]
    return {"fields": fields, "takes": takes}


@pytest.fixture
def check(golden: Golden) -> Check:
    """Compares what was found with a case's golden file."""

    def compare(case: Path, found: dict[str, Any]) -> None:
        golden(
            case / "golden.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n", json.loads
        )

    return compare


@pytest.mark.parametrize("case", RULE_CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_rule(case: Path, tmp_path: Path, check: Check) -> None:
    check(case, removed_by(case.parent.name, run(case, tmp_path)))


@pytest.mark.parametrize("case", EXTRACTOR_CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_extractor(case: Path, tmp_path: Path, check: Check) -> None:
    check(case, read_by(case.parent.name, run(case, tmp_path)))


def seen_by(observation: str, document: Document) -> dict[str, Any]:
    if observation == FOREIGN:
        marked = [(block.lines[0], block.language) for block in document.blocks if block.language]
        return {"foreign": {str(line): language for line, language in marked}}
    return {
        "names": [
            [name.name, name.count, name.line]
            for name in document.names
            if bool(name.country) == (observation == COUNTRIES)
        ]
    }


@pytest.mark.parametrize("case", ANNOTATION_CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_observation(case: Path, tmp_path: Path, check: Check) -> None:
    check(case, seen_by(case.parent.name, run(case, tmp_path)))


def tags_of(given: dict[str, Any]) -> dict[str, Any]:
    candidates = [
        TagCandidates(
            identity,
            # Names of countries have their code before them.
            tuple(name if "\t" in name else f"\t{name}" for name in document["names"]),
            tuple(document.get("given", ())),
        )
        for identity, document in given.items()
    ]
    found = choose_tags(candidates)
    assert found == choose_tags(reversed(candidates))
    return {"tags": {i: [tag.tag for tag in tags] for i, tags in sorted(found.items())}}


def publishers_of(given: list[dict[str, Any]]) -> dict[str, Any]:
    claims = [PublisherClaim(row["id"], host_of(row["url"]), row["publisher"]) for row in given]
    found = infer_publishers(claims)
    assert found == infer_publishers(reversed(claims))
    return {"publishers": {i: inferred.publisher for i, inferred in sorted(found.items())}}


RELATIONS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "tags": tags_of,
    SIBLING_PUBLISHER: publishers_of,
}


@pytest.mark.parametrize("case", RELATION_CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_relation(case: Path, check: Check) -> None:
    given = json.loads((case / "in.json").read_text(encoding="utf-8"))
    check(case, RELATIONS[case.parent.name](given))


@pytest.mark.parametrize(
    ("stage", "name"),
    [("clean", rule.name) for rule in (*RULES, *FINAL_RULES)]
    + [("describe", extractor.name) for extractor in EXTRACTORS]
    + [("observe", name) for name in ANNOTATIONS]
    + [("relate", name) for name in RELATIONS],
)
def test_enough_cases(stage: str, name: str) -> None:
    goldens = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (CASES / stage / name).glob("*/golden.json")
    ]
    kinds = ("removed", "fields", "foreign", "names", "tags", "publishers")
    alone = [g for g in goldens if not any(g.get(kind) for kind in kinds)]
    assert len(goldens) >= CASES_EACH
    assert LEFT_ALONE <= len(alone) < len(goldens)
