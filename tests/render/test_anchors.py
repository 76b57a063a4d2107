"""Names of headings are those of Python-Markdown, without its square time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify, unique

from pressmark.render.anchors import Anchors

HEADINGS = st.lists(
    st.sampled_from(
        ["", "a", "a_0", "a_1", "a_2", "a_3", "a_007", "a_1_1", "_1", "_2", "!", "a_" + "9" * 30]
    ),
    max_size=60,
)


@given(HEADINGS)
def test_names_are_those_of_python_markdown(headings: list[str]) -> None:
    anchors, taken = Anchors(), set[str]()
    for heading in headings:
        assert anchors.name(heading) == unique(slugify(heading, "-"), taken)


def test_a_number_of_thousands_of_digits() -> None:
    anchors = Anchors()
    name = "a_" + "9" * 5000
    assert [anchors.name(name), anchors.name(name)] == [name, name + "_1"]
