"""What the tests ask of `pressmark.search` in every world: all that the query language and the
options have, of the small archive and of the demo corpus.
"""

from __future__ import annotations

from typing import Any

Call = tuple[str, dict[str, Any]]
"""A query and its options."""


def plain(*queries: str) -> list[Call]:
    return [(query, {}) for query in queries]


def varied(query: str, *options: dict[str, Any]) -> list[Call]:
    return [(query, each) for each in options]


SMALL_CALLS: dict[str, list[Call]] = {
    "words": plain(
        "printing press", "Printed", "the of", "a ceasefire", "don't", "press Mainz who"
    ),
    "phrases": plain(
        '"president of the republic"',
        '"to be or not to be"',
        "“printing press”",
        '"the press of the"',
        '"the who"',
        'printing "to Mainz"',
    ),
    "nots": plain("printing -mainz", 'press -"the question"', "-press", "press -(mainz OR who)"),
    "ors": plain(
        "ceasefire OR who", "ceasefire | mainz", "press (mainz OR ceasefire)", "OR who OR"
    ),
    "prefixes": plain("prin*", "p*", "библ* OR bibl*", "ceasef", "the*"),
    "fields": plain(
        "title:mainz",
        'title:"on printing"',
        "publisher:club",
        "publisher:daily OR place:paris",
        "place:mainz",
        "language:fr",
        "tag:history",
        "title:prin* press",
    ),
    "dates": plain(
        "date:2000..2020",
        "date:2001-06",
        "year:1999 press",
        "date:..2001",
        "date:2024-02-29..",
        "press -date:2020",
    ),
    "Chinese": plain("图书馆", '"北京大学"', "馆", "北京 -东京", "学*", "title:北京"),
    "Japanese": plain("東京", "タワー", "新聞 OR ceasefire", '"古い新聞"', "図書館 -北京"),
    "Arabic": plain("المكتبات", '"الصحف القديمة"', "كتاب", "كِتَابًا", "٢٠١٥", "المكتبة -press"),
    "French": plain("l'état", "bibliothèque", "IMPRIMERIE", '"l’imprimerie de l’état"'),
    "markup": plain("<script>alert(1)</script>", "more & press", "b"),
    "suggestions": plain("prntign press", "الممكتبات press", 'librery OR "the pres"', "republik"),
    "filters": varied(
        "press",
        {"filters": {"publisher": ["Press Club"]}},
        {"filters": {"publisher": ["Press Club", "Daily"], "year": ["2024", "1999"]}},
        {"filters": {"publisher": ["Press & Co <b>"]}},
        {"filters": {"language": ["en-GB"]}},
        {"filters": {"place": ["Mainz"]}},
        {"filters": {"tag": ["music"]}},
        {"filters": {"year": "2024"}},
        {"filters": {"publisher": ["Nobody"]}},
        {"filters": {"language": ["en"]}, "from": "2001", "to": "2019"},
    ),
    "ranges": varied(
        "press", {"from": "2000"}, {"to": "2001-05"}, {"from": "2020-06", "to": "2024"}
    ),
    "everything": varied(
        "",
        {"sort": "newest"},
        {"sort": "oldest", "limit": 4, "offset": 3},
        {"filters": {"tag": ["printing", "war"]}},
        {"from": "2001", "to": "2010", "sort": "oldest"},
    ),
    "sorts": varied("the press", {"sort": "newest"}, {"sort": "oldest"}),
    "pages": varied(
        "press",
        {"limit": 2},
        {"offset": 2},
        {"limit": 1, "offset": 1},
        {"limit": 0},
        {"offset": 99},
    ),
    "matches": varied("printing press", {"match": "all"}, {"match": "all", "sort": "oldest"})
    + varied("printing press", {"sort": "newest"}, {"match": "any", "sort": "newest"}),
    "forms": varied("printed", {"exact": True}) + varied("title:printer", {"exact": True}),
    "copies": varied("mainz", {"group": True}, {"group": True, "sort": "oldest"}),
}

DEMO_CALLS: dict[str, list[Call]] = {
    "words": plain(
        "errata",
        "errata printing",
        "the errata of the printers",
        "who keeps the library open at night",
        "of the",
        "Uber die Setzerei",
        "İstanbul",
        "naïve reader's",
    ),
    "phrases": plain(
        '"list of errata"',
        '"reading room"',
        '"of the library"',
        '"in the" type',
        '"one of the"',
        '"Corrections and clarifications"',
    ),
    "nots": plain(
        "printing -errata", 'library -"reading room"', "type -(ink OR lead)", "-language:en"
    ),
    "ors": plain("colophon OR errata", "(ink | stone) press", "errata OR (reading room)"),
    "prefixes": plain("litho*", "news*", "a*", "библ*", "typ* -newspaper*", "colop"),
    "fields": plain(
        "title:ink",
        'title:"the reading room"',
        "publisher:gazette",
        'publisher:"ambleford gazette" flood',
        "place:ambleford library",
        "language:he",
        "tag:incunabula",
        'tag:"reading rooms" -place:trieste',
    ),
    "dates": plain(
        "date:1990..1999", "date:2013-06", "year:1911", "printing date:2010..", "date:..1911-12-31"
    ),
    "Chinese": plain(
        "雕版", "活字", '"灾梨祸枣"', "金刚经", "書", "藏書印 -圖書館", "刻*", "title:藏書"
    ),
    "Japanese": plain("活字", "ルビ", '"振り仮名"', "新聞", "嵯峨本 OR 雕版", "language:ja 木"),
    "Arabic": plain("الطباعة", "الكتب", '"مجلة الحرف"', "publisher:الحرف", "ورّاق", "ورق OR حجر"),
    "other scripts": plain(
        "שטר OR כתב", "наборщик", "κουτάκια", "Überschrift", "matbaa", "colofón"
    ),
    "suggestions": plain("erata printing", "colofon gutenburg", '"reeding room"', "lithogrphy"),
    "filters": varied(
        "library",
        {"filters": {"publisher": ["The Wayzgoose Review"]}},
        {"filters": {"publisher": ["The Wayzgoose Review", "The Ambleford Gazette"]}},
        {"filters": {"language": ["en-GB"], "tag": ["newspapers"]}},
        {"filters": {"place": ["Ambleford", "Halmstead"]}},
        {"filters": {"year": ["2013", "2019"]}},
        {"filters": {"year": ["2013"]}, "from": "2013-06-20"},
    ),
    "ranges": varied(
        "library", {"from": "2000"}, {"to": "1997"}, {"from": "2000", "to": "2010-06"}
    ),
    "everything": varied(
        "",
        {"filters": {"language": ["ar"]}},
        {"sort": "oldest", "limit": 1000},
        {"sort": "newest", "offset": 35},
        {"from": "1911", "to": "1990"},
    ),
    "sorts": varied("printing", {"sort": "newest"}, {"sort": "oldest"}),
    "pages": varied(
        "printing", {"limit": 3}, {"offset": 5, "limit": 5}, {"limit": 100}, {"limit": 0}
    ),
    "matches": varied("errata library", {"match": "all"}, {"match": "all", "sort": "newest"})
    + varied("errata library", {"sort": "newest"}, {"match": "any", "sort": "oldest"}),
    "forms": varied("printed", {"exact": True}) + varied("title:size", {"exact": True}),
}
