"""All cleaning rules, in the order in which they run. A new one is a function and a line here."""

from __future__ import annotations

from pressmark.clean import beside, furniture, marks, notices, pages, repeats
from pressmark.clean.rule import Rule

RULES = (
    Rule(
        "image-placeholder",
        "What a scraper wrote where a picture was: “Image not found”.",
        furniture.image_placeholder,
    ),
    Rule("image-link", "A picture on another host; the archive loads none.", furniture.image_link),
    Rule("empty-marks", "Links and pictures without a word in them.", marks.empty_marks),
    Rule("markup-comment", "HTML comments and template tags.", marks.markup_comment),
    Rule("cookie-notice", "Notices about cookies, with their buttons.", notices.cookie_notice),
    Rule("share-buttons", "Buttons to share, print or save.", furniture.share_buttons),
    Rule("navigation", "Menus and jump links.", furniture.navigation),
    Rule("advertisement", "Lines that announce an advertisement.", notices.advertisement),
    Rule("newsletter", "Invitations to subscribe.", notices.newsletter),
    Rule("related-links", "Links and headlines of other articles.", furniture.related_links),
    Rule("link-list", "Lists of links before or after the article.", furniture.link_list),
    Rule("page-number", "Numbers of printed pages.", pages.page_number),
    Rule("running-head", "The heads of printed pages, after the first.", pages.running_head),
    Rule("repeated-text", "Text that stands word for word just before.", repeats.repeated_text),
    Rule("release-mark", "“For immediate release” and the like.", marks.release_mark),
    Rule("end-mark", "Signs that the text is over: ###, -30-.", marks.end_mark),
)
"""These run before the text is described."""

FINAL_RULES = (
    Rule(
        "beside-article",
        "Menus, teasers, comments and the like round the article of a page that was taken whole.",
        beside.beside_article,
    ),
    Rule("repeated-title", "The title, standing in the text once more.", repeats.repeated_title),
    Rule("separator", "Drawn lines that part nothing any more.", marks.separator),
)
"""These run after it, since they need to know what became a title or a field."""

BLANK_LINE = "blank-line"
"""The rule of lines that hold nothing but white space. They are counted, never listed."""

FRONT_MATTER = "front-matter"
"""The rule of front matter lines that hold no field of the record."""

WHY = {rule.name: rule.why for rule in (*RULES, *FINAL_RULES)} | {
    BLANK_LINE: "Lines without text.",
    FRONT_MATTER: "Front matter that isn't metadata of the archive.",
}
"""Rule → what it removes, for every rule that a ledger can name."""
