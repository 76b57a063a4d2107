"""Photo credits: `(Photo: Ada Byron)`, `[Berlin / dpa]`, `Courtesy of the museum`.

The two patterns differ on purpose. A caption is set apart from the text, so its credit must be
plain: in brackets at the end, or after a label. A title is only refused, so weaker signs will do.
"""

from __future__ import annotations

import re

_WIRES = "afp|ap|reuters|dpa|epa"
_AGENCIES = "getty images|shutterstock"

CAPTION_CREDIT = re.compile(
    r"[\[(]\s*(?:file|photos?|image|picture|pic|credit|foto|bild|illustration|archive)\b"
    r"[^\[\]()]*[\])]\W*$"
    rf"|[\[(][^\[\]()]{{0,60}}/\s?(?:{_WIRES}|{_AGENCIES}|keystone)\s*[\])]\W*$"
    r"|^\W*(?:photos?|image|picture|photograph|foto|bild|legende|crédit photo|caption)\s*"
    r"(?:by)?\s*:",
    re.IGNORECASE,
)
"""Credit that makes a paragraph a caption. For `search`."""

CREDIT_LINE = re.compile(
    rf"{_AGENCIES}|hide caption|/ ?(?:{_WIRES})\b"
    r"|^©|^(?:courtesy of|images? by|photos? by)\s|^(?:photos?|images?|foto|bild|abb\.)\s?:",
    re.IGNORECASE,
)
"""Signs of a credit, which no title has. For `search`."""
