"""Ways to damage a file: byte by byte, and knowing what it is made of."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

Damage = Callable[[bytes, random.Random], bytes]

PIECES = (
    *(b'"', b'""', b"<", b">", b"&", b"/", b"{", b"}", b"[", b"]", b":", b",", b";", b"\t", b"|"),
    *(b"\0", b"\xff", b"\xe9", b"\xc3\xa9", b"\\", b"\r", b"\n", b"\r\n", b"\n\n", b": ", b"'"),
    *(b"NaN", b"1e400", b"1e9999", b"null", b"-1", b"99999999999999999999", b"9" * 50, b"A" * 300),
    *(b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"<!--", b"<?", b"&lt;", b"&#0;", b"&a;", b"=1+1"),
    *(b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xae", b"\x1fline", b"%s"),
    *(b"{x}", b"geo", b"2013-02-30", b"..", b"../", b"PK\x03\x04", b"/JS", b"on", b"url(", b"!!"),
)
ACTIVE = (
    *(b"<script>", b"<svg onload=", b"<a href='javascript:x'>", b" onclick = ", b"data: text/html"),
    *(b"/JS ", b"/J#53 ", b"/OpenAction", b"%%EOF", b"%PDF-1.7", b"\x89PNG", b"GIF89a", b"#41#zz"),
    *(b"!!python/object:x ", b"!<tag:x> ", b"&a *a ", b"@import url(//x)", b"<image href='x'/>"),
    *(b"<!DOCTYPE svg>", b"<?xml-stylesheet href='x'?>", b"<foreignObject>", b"</svg>", b"\n"),
)
CELLS = (
    *("", " ", ":", "..", "-", "NaN", "inf", "-Infinity", "1e400", "1E-400", "0x10", "1_000"),
    *("1,5", "1 000", "١٢", "-0", "+7", "1e5", "9" * 40, "0." + "3" * 60, "TRUE", "null", "=1+1"),
    *(
        "2013",
        "2013-13",
        "2013-02-30",
        "2013Q5",
        "2013-W53",
        "0000",
        "10000",
        "2013/2014",
        "2012-Q1",
    ),
    *("*", "^.*$", "geo", "value", "period", "flags", "time", "freq", "OBS_VALUE", "TIME_PERIOD"),
    *("b", "c", "pe", ": c", "12 b", "A: label", "\u202e", "\x1f", "é", "GR", "EU27", "[;]", "a;b"),
)
LEAVES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2.5, 10**30, 1e300, "", "x", "NaN", "2013", "2013-Q1", "geo"),
    *([], {}, [None], [[]], {"": None}, ["a", "a"], {"id": "a"}, list(range(50)), "é" * 200),
)
WORDS = ("geo", "time", "id", "value", "OBS_VALUE", "TIME_PERIOD", "Obs", "Series", "xml:lang", "r")
NAME = re.compile(rb"[A-Za-z_][\w:.-]*")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
QUOTED = re.compile(rb"\"[^\"<>]*\"|'[^'<>]*'")
TAG = re.compile(rb"<[^<>]*>")
RECORDS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22}
"""Signatures of a zip archive and the bytes of the record each begins."""


def damage_bytes(content: bytes, dice: random.Random) -> bytes:
    """One to six changes: cut, double, replace, put in, change, move."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at, to = sorted(dice.randrange(len(changed) + 1) for _ in range(2))
        to = min(to, at + dice.choice((1, 4, 40, 400)))
        part = bytes(changed[at:to])
        kind = dice.randrange(6)
        if kind == 0:
            del changed[at:to]
        elif kind == 1:
            changed[at:at] = part * dice.randint(1, 3)
        elif kind == 2:
            changed[at:to] = dice.choice(PIECES)
        elif kind == 3:
            changed[at:at] = dice.choice(PIECES)
        elif kind == 4 and changed:
            changed[at % len(changed)] = dice.randrange(256)
        else:
            del changed[at:to]
            spot = dice.randrange(len(changed) + 1)
            changed[spot:spot] = part
    return bytes(changed)


def replace_found(
    content: bytes, found: re.Pattern[bytes], dice: random.Random, by: bytes
) -> bytes:
    """One place that matches, replaced."""
    places = [match.span() for match in found.finditer(content)]
    if not places:
        return content
    start, end = dice.choice(places)
    return content[:start] + by + content[end:]


def damage_table(separator: str) -> Damage:
    """Rows doubled, moved, lost or many; cells swapped, changed, lost; heads renamed."""

    def damage(content: bytes, dice: random.Random) -> bytes:
        lines = content.decode().splitlines()
        rows = [
            re.split(f'{re.escape(separator)}(?=(?:[^"]*"[^"]*")*[^"]*$)', one) for one in lines
        ]
        for _ in range(dice.randint(1, 4)):
            _change_rows(rows, dice) if dice.randrange(3) == 0 else _change_cells(rows, dice)
        return dice.choice(("\n", "\n", "\r\n")).join(map(separator.join, rows)).encode() + b"\n"

    return damage


def _change_rows(rows: list[list[str]], dice: random.Random) -> None:
    at, to = dice.randrange(len(rows)), dice.randrange(len(rows))
    kind = dice.randrange(5)
    if kind == 0:
        rows.insert(to, list(rows[at]))
    elif kind == 1:
        rows[at], rows[to] = rows[to], rows[at]
    elif kind == 2 and len(rows) > 1:
        del rows[at]
    elif kind == 3:
        rows += [list(rows[at]) for _ in range(dice.choice((2, 150, 1000)))]
    else:
        rows.insert(to, [])


def _change_cells(rows: list[list[str]], dice: random.Random) -> None:
    row = rows[0] if dice.randrange(3) == 0 else dice.choice(rows)
    if not row:
        return
    at, to = dice.randrange(len(row)), dice.randrange(len(row))
    kind = dice.randrange(6)
    if kind == 0:
        row[at], row[to] = row[to], row[at]
    elif kind == 1:
        del row[at]
    elif kind == 2:
        row.insert(to, row[at])
    elif kind == 3:
        row[at] = f'"{row[at]}"'
    elif kind == 4:
        row[at] = "".join(dice.choice(rows)[-1:])
    else:
        row[at] = dice.choice(CELLS)


def damage_json(content: bytes, dice: random.Random) -> bytes:
    """Values of other kinds, swapped, lost, doubled, deep; keys renamed or written twice."""
    found = json.loads(content)
    for _ in range(dice.randint(1, 4)):
        _change_value(found, dice)
    text = json.dumps(found, ensure_ascii=dice.randrange(2) == 0).encode()
    return double_key(text, dice) if dice.randrange(8) == 0 else text


def _find_places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every value's holder and its key or position."""
    keys = list(found) if isinstance(found, dict) else range(len(found))
    for key in keys:
        yield found, key
        if isinstance(found[key], dict | list):
            yield from _find_places(found[key])


def _change_value(found: Any, dice: random.Random) -> None:
    places = list(_find_places(found))
    if not places:
        return
    holder, key = dice.choice(places)
    other, twin = dice.choice(places)
    kind = dice.randrange(6)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        held, another = copy.deepcopy((holder[key], other[twin]))
        holder[key], other[twin] = another, held
    elif kind == 2:
        holder[key] = copy.deepcopy(dice.choice(LEAVES))
    elif kind == 3 and isinstance(holder, dict):
        holder[dice.choice((*WORDS, ""))] = holder.pop(key)
    elif kind == 4 and isinstance(holder, list):
        holder += [copy.deepcopy(holder[key]) for _ in range(dice.choice((1, 3, 500)))]
    else:
        for _ in range(dice.choice((1, 3, 70))):
            holder[key] = [holder[key]]


def double_key(content: bytes, dice: random.Random) -> bytes:
    """A key and its plain value written twice."""
    return replace_found(content, re.compile(rb"\{"), dice, b'{"id": 1, "id": 2, ')


def damage_xml(content: bytes, dice: random.Random) -> bytes:
    """Tags lost, doubled, swapped, deep; names, values and numbers changed."""
    for _ in range(dice.randint(1, 4)):
        content = dice.choice((_change_tags, _change_tags, _change_words))(content, dice)
    return content


def _change_tags(content: bytes, dice: random.Random) -> bytes:
    tags = [match.span() for match in TAG.finditer(content)]
    if len(tags) < 2:
        return content
    (start, end), (other, last) = sorted(dice.sample(tags, 2))
    between, tag = content[start:last], content[start:end]
    kind = dice.randrange(6)
    if kind == 0:
        return content[:start] + content[end:]
    if kind == 1:
        return content[:end] + tag * dice.choice((1, 70)) + content[end:]
    if kind == 2:
        return content[:start] + content[other:last] + content[end:other] + tag + content[last:]
    if kind == 3 and len(between) < 2000:
        return content[:last] + between * dice.choice((1, 1, 100)) + content[last:]
    if kind == 4:
        return content[:start] + content[last:]
    return content[:end] + b"text \xc3\xa9 &amp; <!-- -->" + content[end:]


def _change_words(content: bytes, dice: random.Random) -> bytes:
    kind = dice.randrange(4)
    if kind == 0:
        return replace_found(content, NAME, dice, dice.choice(WORDS).encode())
    if kind == 1:
        return replace_found(content, NUMBER, dice, dice.choice(CELLS).encode())
    if kind == 2:
        cell = re.sub(r"[\x00-\x1f<&\"]", "", dice.choice(CELLS))
        return replace_found(content, QUOTED, dice, f'"{cell}"'.encode())
    doubled = re.search(rb"\s[\w:]+=\"[^\"]*\"", content[dice.randrange(len(content) + 1) :])
    return replace_found(content, re.compile(rb"/>"), dice, (doubled or [b""])[0] + b"/>")


def damage_zip(content: bytes, dice: random.Random) -> bytes:
    """Fields of an archive's own records set to what they are not."""
    changed = bytearray(content)
    places = [
        (match.start(), size)
        for sign, size in RECORDS.items()
        for match in re.finditer(re.escape(sign), content)
    ]
    for _ in range(dice.randint(1, 3)):
        start, size = dice.choice(places)
        at = start + dice.randrange(4, size - 1)
        width = dice.choice((1, 2, 4))
        worth = dice.choice((0, 1, 2**7, 2**8 * 50, 2**31, 2**32 - 1, dice.randrange(2**32)))
        changed[at : at + width] = (worth % 2 ** (8 * width)).to_bytes(width, "little")
    return bytes(changed)


def damage_parts(content: bytes, dice: random.Random) -> bytes:
    """One part of a workbook damaged, in an archive that is sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([one for one in parts if one.startswith("xl/") or dice.randrange(4) == 0])
    kind = dice.randrange(8)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[name] = parts[dice.choice(list(parts))]
    else:
        parts[name] = dice.choice((damage_xml, damage_xml, damage_bytes))(parts[name], dice)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return made.getvalue()


def damage_document(content: bytes, dice: random.Random) -> bytes:
    """What runs or fetches put into a document, once or many times."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(content) + 1)
        content = content[:at] + dice.choice(ACTIVE) * dice.choice((1, 1, 500)) + content[at:]
    return content


def damage_within(pack: Callable[[bytes], bytes], unpack: Callable[[bytes], bytes]) -> Damage:
    """The file within damaged, and packed again."""

    def damage(content: bytes, dice: random.Random) -> bytes:
        return pack(damage_bytes(unpack(content), dice))

    return damage
