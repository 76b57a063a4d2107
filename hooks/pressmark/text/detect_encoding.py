"""Detects the encoding of bytes, and whether they are text at all.

Evidence, strongest first: a byte order mark, strict UTF-8 (next to nothing else is valid UTF-8 by
chance), the pattern of UTF-16 and UTF-32, the escapes of ISO 2022 and HZ, UTF-8 with a few damaged
bytes, and at last chardet's statistics.
"""

from __future__ import annotations

import codecs
import difflib
import re
import unicodedata
from encodings.aliases import aliases
from itertools import islice

import chardet

SAMPLE = 65_536
"""Bytes that detection reads at most. Decoding always covers the whole file."""

_HEAD = 1024
_PASSAGE = 4096

SURE = 0.2
"""chardet's confidence from which its answer isn't called a guess. On text transcoded into 30
legacy encodings, 98 of 100 answers above it were right, from 10 characters up."""

FAINT = 0.05
"""chardet's confidence below which its answer is worth no more than the commonest encoding."""

FEW = 5
"""Bytes or characters beyond ASCII. Fewer don't tell an encoding: neither by a faint answer of
chardet nor by being valid UTF-8."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_STARTS = tuple(bom for bom, _ in _BOMS)

# Codecs whose bytes mean different things after a shift or an escape.
STATEFUL = re.compile(r"iso2022|hz|utf-7")

# ASCII is UTF-8 already; the marks of the others are recorded apart from the encoding.
_PLAIN = {"ascii": "utf-8", "utf-8-sig": "utf-8"}

# Python has these as codecs of text, but they are ways to write Unicode in a program or a name.
_NO_ENCODING = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})

# Text labelled with the first is often written in the second, its superset.
WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}

# Escapes with which ISO 2022 and HZ begin their double bytes.
_SHIFT = re.compile(rb"\x1b\$|~\{")

_C1 = re.compile(rb"[\x80-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_IN_MARKUP = re.compile(rb"(?:encoding|charset)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})")

# The typesetter's marks of Windows, and where English has them: quotation marks round words, the
# apostrophe, dashes between spaces or figures, no-break spaces beside other than letters, signs
# beside figures. In other encodings the bytes are letters, which hardly ever occur there.
_MARKS = b"\x80\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa9\xb0\xb7"
_TYPESET = re.compile(
    rb"(?<![A-Za-z])[\x91\x93](?=[A-Za-z0-9])|(?<=[A-Za-z0-9.,!?])[\x92\x94](?![A-Za-z])"
    rb"|(?<=[A-Za-z])\x92(?=(?:s|t|d|m|ll|re|ve)(?![A-Za-z]))|(?<= )[\x96\x97](?= )"
    rb"|(?<=[0-9])\x96(?=[0-9])|(?<![A-Za-z])\xa0(?![a-z])|[\x80\xa3](?=[0-9])|(?<=[0-9])\xb0"
    rb"|\xa9(?= ?(?:1[5-9]|20)[0-9]{2})|(?<![^\n])[\x95\xb7](?=[ \t])"
)

_IN_UTF_8 = re.compile("[^\x00-\x7f]")

# The well-formed sequences of several bytes (Unicode, table 3-7), and the beginning of one.
_UTF_8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_CUT_OFF = re.compile(
    rb"(?:[\xc2-\xf4]|\xe0[\xa0-\xbf]|[\xe1-\xef][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?)\Z"
)
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_FOLLOWERS = bytes(range(0x80, 0xC0))

_MAGIC = re.compile(
    rb"%PDF-|\x89PNG\r\n|GIF8[79]a|\xff\xd8\xff|PK(?:\x03\x04|\x05\x06|\x07\x08)|\x1f\x8b\x08"
    rb"|BZh[1-9]1AY&SY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|\x28\xb5\x2f\xfd|\x7fELF|Rar!\x1a\x07"
    rb"|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|RIFF.{4}(?:WAVE|AVI |WEBP)|OggS\x00|fLaC\x00"
    rb"|ID3[\x02-\x04]|\x00{3}.ftyp|II\*\x00|MM\x00\*|wOF[F2]|SQLite format 3\x00|\x00asm"
    rb"|\xca\xfe\xba\xbe|!<arch>\n|AT&TFORM|\x00\x00\x00\x0cjP|\x00\x01\x00\x00|OTTO\x00"
    rb"|\xde\x12\x04\x95|\x95\x04\x12\xde|..\r\n\x00{4}",
    re.DOTALL,
)
_NULS = re.compile(rb"\x00+")

# Control bytes that text has no use for. Bell, backspace, white space, the shifts and the escape
# of ISO 2022, and the end-of-file mark of DOS are found in old texts.
_CONTROLS = bytes([*range(7), *range(0x10, 0x1A), *range(0x1C, 0x20), 0x7F])
_STRAY = 2
_SHARE = 20


# In UTF-16, an alphabet has at most this share of as many upper bytes as lower ones; with bytes
# swapped or in encodings of single bytes, both are about as many.
_FEWER = 2

# Unicode categories that no text has: controls, private use, unassigned.
_NO_TEXT = frozenset({"Cc", "Co", "Cn"})


class UnknownEncoding(LookupError):
    """A person named an encoding that doesn't exist."""


def codec(name: str) -> str:
    """Python's own name of the encoding that people call `name`, in lower case.

    Raises `UnknownEncoding`, with the nearest name that exists.

    >>> codec("Latin1"), codec("UTF8"), codec("Windows-1251")
    ('iso8859-1', 'utf-8', 'cp1251')
    """
    try:
        b"    ".decode(name, "replace")
        python_name = codecs.lookup(name).name
    except (LookupError, ValueError):
        python_name = ""
    if not python_name or python_name in _NO_ENCODING:
        near = difflib.get_close_matches(name.lower().replace("-", "_"), sorted(aliases), 1)
        hint = f"; did you mean {near[0].replace('_', '-')}?" if near else ""
        raise UnknownEncoding(f"unknown encoding {name!r}{hint}")
    return _PLAIN.get(python_name, python_name)


def byte_order_mark(data: bytes) -> tuple[bytes, str]:
    """The byte order mark at the start of `data`, and its encoding; both empty if there is none."""
    if data.startswith(_BOM_STARTS):
        for bom, name in _BOMS:
            # The mark of UTF-32-LE is also that of UTF-16-LE with a NUL after it.
            if data.startswith(bom) and not (name == "utf-32-le" and not _fits(data, name)):
                return bom, name
    return b"", ""


def with_byte_order(name: str, data: bytes) -> str:
    """`name`, with the byte order of `data` added to a plain UTF-16 or UTF-32."""
    unit = {"utf-16": 2, "utf-32": 4}.get(name)
    if unit is None:
        return name
    # The first byte of a big unit, or the last of a little one, is the one that is often zero.
    head = data[:SAMPLE]
    return name + ("-be" if head[::unit].count(0) > head[unit - 1 :: unit].count(0) else "-le")


def detect(data: bytes) -> tuple[str, bool]:
    """The encoding of `data`, which has no byte order mark, and whether it is sure."""
    if b"\0" in data and (wide := _wide(data)):
        return wide, True
    if shift := _SHIFT.search(data):
        start = max(0, shift.start() - SAMPLE // 16)
        answer = chardet.detect(data[start : start + SAMPLE])["encoding"]
        if answer and STATEFUL.match(name := codec(answer)):
            return name, True
    sample = _sample(data).replace(b"\0", b"")
    if _is_utf_8(data) or _mostly_utf_8(sample):
        return "utf-8", True
    if sample.translate(None, _MARKS).isascii() and _TYPESET.sub(b"", sample).isascii():
        return "cp1252", True
    return _guess(sample)


def is_plain(data: bytes) -> bool:
    """Whether `data` has no NUL and no escape of ISO 2022 or HZ: valid UTF-8 is UTF-8 then."""
    return b"\0" not in data and b"\x1b$" not in data and b"~{" not in data


def is_surely_utf_8(data: bytes) -> bool:
    """Whether `data` is valid UTF-8 with at least `FEW` characters beyond ASCII."""
    if data.isascii() or not _is_utf_8(data):
        return False
    return sum(1 for _ in islice(_IN_UTF_8.finditer(data.decode()), FEW)) == FEW


def is_binary(data: bytes) -> bool:
    """Whether `data` is no text in any encoding: by its first bytes, or by its control bytes.

    Reads no more than a sample. A stray NUL or two make no binary file, nor does a run of NULs that
    fills a gap.

    >>> is_binary(b"%PDF-1.7"), is_binary(bytes(range(256)) * 4), is_binary(b"a\\0 b")
    (True, True, False)
    """
    if _MAGIC.match(data):
        return True
    head = data[: SAMPLE // 4]
    if head.startswith(_BOM_STARTS) or (b"\0" in head and _wide(head)):
        return False
    sample = head
    if len(data) > SAMPLE:
        middle = len(data) // 2
        sample += data[middle : middle + SAMPLE // 4] + data[-SAMPLE // 4 :]
    if b"\0" in sample:
        sample = _NULS.sub(b"\0", sample)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_STRAY, len(sample) // _SHARE) or sample == b"\0"


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fits(data: bytes, name: str) -> bool:
    """Whether the first `SAMPLE` bytes of `data` are valid in the encoding `name`."""
    try:
        codecs.getincrementaldecoder(name)().decode(data[:SAMPLE])
    except UnicodeError:
        return False
    return True


def _wide(data: bytes) -> str:
    """The UTF-16 or UTF-32, with byte order, of `data` with NULs but no mark; empty if neither."""
    head = data[: min(SAMPLE, len(data) // 4 * 4)]
    if not head:
        return ""
    zero = [head[i::4].count(0) / (len(head) // 4) for i in range(4)]
    # A code point has 21 bits: the top byte is always zero, the next one mostly, the lowest rarely.
    for name, shares in (("utf-32-le", zero), ("utf-32-be", zero[::-1])):
        if shares[3] == 1 and shares[2] > 0.5 and shares[0] < 0.1 and _fits(head, name):
            return name
    low, high = (zero[0] + zero[2]) / 2, (zero[1] + zero[3]) / 2
    for name, often, seldom in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if often > 0.4 and seldom < 0.1:
            return name
    # Scripts other than Latin have few zero bytes. The code points of an alphabet share their upper
    # bytes; Chinese is left to chardet's statistics.
    for name in ("utf-16-le", "utf-16-be"):
        if _is_alphabetic(head, name):
            return name
    answer = chardet.detect(head)["encoding"] or ""
    return codec(answer) if answer.lower().startswith("utf-16-") else ""


def _is_alphabetic(head: bytes, name: str) -> bool:
    """Whether `head` is text of an alphabet in `name`, a UTF-16 with its byte order.

    Its characters have few upper bytes and many lower ones. Bytes that are text in UTF-8 once their
    NULs are gone don't count.
    """
    upper, lower = (head[1::2], head[::2]) if name.endswith("le") else (head[::2], head[1::2])
    if _FEWER * len(set(upper)) > len(set(lower)):
        return False
    plain = head.replace(b"\0", b"")
    tidy = len(plain) - len(plain.translate(None, _CONTROLS)) <= _STRAY
    if tidy and (plain.isascii() or _mostly_utf_8(plain)):
        return False
    try:
        text = codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeError:
        return False
    return all(unicodedata.category(c) not in _NO_TEXT or c in "\t\n\r\f" for c in set(text))


def _sample(data: bytes) -> bytes:
    """The lines of `data` that aren't ASCII, and its beginning if that names an encoding.

    `SAMPLE` bytes in all. A long line is cut at a space, which is never part of a multibyte
    character; a line without spaces runs on to the end of the sample.
    """
    if len(data) <= _HEAD:
        return data
    end = data.rfind(b">", 0, _HEAD) + 1 if _IN_MARKUP.search(data[:_HEAD]) else 0
    parts, room = [data[:end]], SAMPLE - end
    while room > 0 and (match := _HIGH.search(data, end)):
        high = match.start()
        begin = max(end, data.rfind(b"\n", end, high) + 1, high - _HEAD)
        limit = begin + _PASSAGE
        end = data.find(b"\n", high, limit) + 1 or data.rfind(b" ", high, limit) + 1
        end = end or (begin + room if len(data) > limit else len(data))
        parts.append(data[begin:end])
        room -= end - begin
    return b"".join(parts)


def _mostly_utf_8(sample: bytes) -> bool:
    """Whether the sample has more than three UTF-8 characters for each high byte outside of them.

    In other encodings a sequence that happens to be valid is rare, but a few words may hold two.
    """
    # A character that the end of the file or of the sample cuts off is no evidence.
    sample = _CUT_OFF.sub(b"", sample)
    # Each character has one leading byte and up to three that follow: counting them is enough to
    # refuse most legacy text.
    followers = len(sample) - len(sample.translate(None, _FOLLOWERS))
    leaders = len(sample) - len(sample.translate(None, _BEYOND_ASCII)) - followers
    if 4 * followers < 3 * leaders:
        return False
    rest, characters = _UTF_8_CHARACTER.subn(b"", sample)
    return characters > 3 * (len(rest) - len(rest.translate(None, _BEYOND_ASCII)))


def _of_kana(sample: bytes) -> str:
    """The Japanese encoding in which most of the sample is kana; empty if there is none.

    chardet detects Japanese by its Chinese characters. In EUC-JP and Shift JIS every second byte of
    plain kana is the same, which no language has in letters.
    """
    for name in ("euc_jp", "cp932"):
        if _fits(sample, name):
            text = sample.decode(name, "ignore")
            beyond = [c for c in text if not c.isascii()]
            if FEW <= len(beyond) < 2 * sum("\u3041" <= c <= "\u30ff" for c in beyond):
                return name
    return ""


def _guess(sample: bytes) -> tuple[str, bool]:
    """The encoding by chardet's statistics, with corrections, and whether it is sure."""
    answer = chardet.detect(sample, max_bytes=len(sample) or 1)
    confidence = answer["confidence"]
    kana = _of_kana(sample) if confidence < SURE else ""
    name = kana or with_byte_order(codec(answer["encoding"] or "cp1252"), sample)
    if name == "iso8859-1" and _C1.search(sample):
        name = "cp1252"  # as browsers read it: in Latin-1 those bytes have no use
    if confidence < FAINT and len(_HIGH.findall(sample)) < FEW and _fits(sample, "cp1252"):
        return "cp1252", False
    # chardet names the widest encoding of a family. If the text itself names a narrower one, its
    # author meant the few characters (a dash, a dot) that differ there.
    if declaration := _IN_MARKUP.search(sample[:_HEAD]):
        try:
            narrow = codec(declaration[1].decode("ascii"))
        except UnknownEncoding:
            narrow = ""
        if WIDER.get(narrow) == name:
            name = narrow
    return name, bool(kana) or (answer["encoding"] is not None and confidence >= SURE)
