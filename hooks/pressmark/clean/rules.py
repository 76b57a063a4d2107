"""All cleaning rules, in the order in which they run. A new one is a function and an entry here."""

from __future__ import annotations

from pressmark.clean import boilerplate, marks, notices, printed_pages, repeats, web_furniture
from pressmark.clean.rule import Rule
from pressmark.document import BLANK_LINE, FRONT_MATTER

RULES = (
    Rule(
        "image-placeholder",
        "What a scraper wrote where a picture was: “Image not found”.",
        web_furniture.image_placeholder,
    ),
    Rule(
        "image-link", "A picture on another host; the archive loads none.", web_furniture.image_link
    ),
    Rule("empty-marks", "Links and pictures without a word in them.", marks.empty_marks),
    Rule("markup-comment", "HTML comments and template tags.", marks.markup_comment),
    Rule("cookie-notice", "Notices about cookies, with their buttons.", notices.cookie_notice),
    Rule("share-buttons", "Buttons to share, print or save.", web_furniture.share_buttons),
    Rule("navigation", "Menus and jump links.", web_furniture.navigation),
    Rule("advertisement", "Lines that announce an advertisement.", notices.advertisement),
    Rule("newsletter", "Invitations to subscribe.", notices.newsletter),
    Rule("related-links", "Links and headlines of other articles.", web_furniture.related_links),
    Rule("link-list", "Lists of links before or after the article.", web_furniture.link_list),
    Rule("page-number", "Numbers of printed pages.", printed_pages.page_number),
    Rule(
        "running-head", "The heads of printed pages, after the first.", printed_pages.running_head
    ),
    Rule("repeated-text", "Text that stands word for word just before.", repeats.repeated_text),
    Rule("release-mark", "“For immediate release” and the like.", marks.release_mark),
    Rule("end-mark", "Signs that the text is over: ###, -30-.", marks.end_mark),
)
"""These run before the text is described."""

FINAL_RULES = (
    Rule(
        "beside-article",
        "Menus, teasers, comments and the like round the article of a page that was taken whole.",
        boilerplate.beside_article,
    ),
    Rule("repeated-title", "The title, standing in the text once more.", repeats.repeated_title),
    Rule("separator", "Drawn lines that part nothing any more.", marks.separator),
)
"""These run after the text is described: they depend on what became a title or a field."""

WHY = {rule.name: rule.why for rule in (*RULES, *FINAL_RULES)} | {
    BLANK_LINE: "Lines without text.",
    FRONT_MATTER: "Front matter that isn't metadata of the archive.",
}
"""Rule → what it removes, for every rule that a ledger can name."""
