"""Texts of one shape and any size: what takes square time takes it on one of these."""

from __future__ import annotations

PROSE = "The press ran on and on through the night, and nobody in the hall said a word about it."

LINES = {
    "equal headings": "# a",
    "headings": "# Heading {i}",
    "underlined": "a\n===",
    "quotations": "> a",
    "quotations with gaps": "> a\n",
    "empty quotations": ">\n> a",
    "items": "- a",
    "items that go on": "- a\n  b",
    "one item that goes on": "  b",
    "numbers": "{i}. a",
    "the same number": "1. a",
    "numbered paragraphs": "{i}. " + PROSE,
    "code": "```\na\n```",
    "fences": "```",
    "indented": "    code",
    "rows": "| a | b |",
    "tables": "a | b\n--- | ---\nc | d",
    "rules": "---",
    "openers": "*a",
    "bold": "**a** b",
    "underscores": "_a",
    "links": "[a](http://x.y/{i})",
    "open links": "[a](",
    "images": "![a](b.png)",
    "brackets": "[[[[[[[[",
    "parentheses": "((((",
    "addresses": "<http://a.b/{i}>",
    "bare addresses": "http://a.b/{i}",
    "footnotes": "[^{i}]: note",
    "calls": "text[^{i}] more",
    "bylines": "By Ada Byron",
    "many authors": "By Ada Byron{i}",
    "dates": "3 May 2021",
    "datelines": "Paris, May 3 (XYZ) -- " + PROSE,
    "buttons": "Share",
    "header lines": "Title: x{i}",
    "tags": "Tags: a{i}; b",
    "publishers": "http://a.b/{i}\n**Publisher {i}**\n",
    "credits": "(Photo: x/Reuters)",
    "page numbers": "Page {i} of 9",
    "paragraphs": PROSE + " {i}\n",
    "short lines": "a b c {i}",
    "capitals": "THE PRESS RAN\n",
    "names": "Ada Byron met Ines {i}.",
    "rights": "© 2020 Someone {i}",
    "Arabic": "سطر من النص العربي {i}.",
    "Chinese": "印刷机整夜运转{i}。",
    "foreign paragraphs": PROSE
    + "\n\nLe moulin tournait toute la nuit et personne ne disait rien.\n",
    "mojibake": "schÃ¶n und â€œgutâ€\x9d",
    "entities": "&amp; &lt;b&gt; &#8217;",
    "speech": '- "Who are you?" he asked.',
    "menus": "* [Menu {i}](http://a.b/{i})",
    "headings above paragraphs": "A Short Heading\n\n" + 3 * PROSE + "\n",
    "blank": "",
    "subtitles": "{i}\n00:00:01,000 --> 00:00:02,000\ntext\n",
    "questions": "Q: why?\nA: so.",
    "hyphens": "some hyphen-\nated words",
    "combining": "á́́́́́́́́́́́́́́́́́́́",
    "keys": "key{i}: v",
}
"""Lines that are repeated; `{i}` counts."""

STRINGS = {
    "words": "word ", "stars": "*a ", "pairs of stars": "**", "underscores": "_a", "brackets": "[",
    "open links": "[a](", "links": "[a](b) ", "open images": "![a](", "nested": "[![a](b)](c) ",
    "ticks": "`", "ticks and spaces": "` ", "triples": "***a", "less-than signs": "<",
    "entities": "&amp;", "digits": "1", "dates": "3 May 2021 ", "Chinese": "印",
    "addresses": "http://a.b/ ", "schemes": "http", "backslashes": "\\", "pipes": "|",
    "full stops": ". ", "initials": "A. B. ", "names": "Ada Byron ", "combining": "\u0301",
    "bidi": "\u202e", "zero width": "\u200b", "mojibake": "Ã¶", "tabs": "\t", "escapes": "\x1b[",
    "backspaces": "a\b", "braces": "{", "hyphens": "-", "at signs": "a@", "semicolons": "a; ",
}  # fmt: skip
"""Strings that are repeated on one line."""


def lines(shape: str, size: int) -> bytes:
    """The shape's line until there are `size` bytes."""
    out, length, number = [], 0, 0
    while length < size:
        line = LINES[shape].replace("{i}", str(number)).encode() + b"\n"
        out.append(line)
        length += len(line)
        number += 1
    return b"".join(out)


def one_line(shape: str, size: int) -> bytes:
    """The shape's string on one line of `size` bytes, about."""
    unit = STRINGS[shape].encode()
    return unit * (size // len(unit))
