"""The Word edition: whole, navigable, free of direct formatting, and always the same bytes."""

from __future__ import annotations

import os
import posixpath
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from publish.report.sample_document import DOCUMENT, LONG, SVG, text

from stocktake.publish.report.blocks import (
    Block,
    Column,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Para,
    Row,
    Verdict,
)
from stocktake.publish.report.docx import render_docx
from stocktake.publish.report.docx.anchors import name_bookmarks, shorten
from stocktake.publish.report.docx.draft import spell_address
from stocktake.publish.report.docx.languages import name_in_itself, name_proofing
from stocktake.publish.report.docx.tables import share_widths
from stocktake.publish.spans import MARKS, Span

AS_OF = date(2013, 4, 10)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BUILT_IN = {
    "Normal", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text", "caption",
    "TOC Heading", "toc 1", "toc 2", "toc 3", "table of figures", "List Bullet", "header",
    "footer", "Strong", "Emphasis", "Hyperlink", "footnote text", "footnote reference",
    "Default Paragraph Font", "Normal Table", "No List",
}  # fmt: skip
ROOT = Path(__file__).parents[3]

Node = etree._Element


def rendered(*blocks: Block, **changes: Any) -> dict[str, Node]:
    return parts_of(render_docx(replace(DOCUMENT, blocks=blocks, **changes), AS_OF))


@pytest.fixture(scope="module")
def sample() -> dict[str, Node]:
    return parts_of(render_sample())


@cache
def render_sample() -> bytes:
    return render_docx(DOCUMENT, AS_OF)


def parts_of(data: bytes) -> dict[str, Node]:
    with ZipFile(BytesIO(data)) as file:
        names = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(file.read(name)) for name in names}


def body_of(parts: dict[str, Node]) -> Node:
    return parts["word/document.xml"]


def find(root: Node, name: str) -> list[Node]:
    return list(root.iter(f"{W}{name}"))


def value(node: Node, name: str = "val") -> str:
    return str(node.get(f"{W}{name}"))


def style_of(paragraph: Node) -> str:
    return value(next(paragraph.iter(f"{W}pStyle")))


def text_of(node: Node) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    letters = node.iter(f"{W}t", *signs)
    return "".join(signs.get(str(part.tag), part.text or "") for part in letters)


def paragraphs(parts: dict[str, Node], style: str) -> list[Node]:
    return [node for node in find(body_of(parts), "p") if style_of(node) == style]


# A whole file


def test_opens_with_another_reader_and_shows_its_outline() -> None:
    opened = docx.Document(BytesIO(render_sample()))
    named = [(p.style.name if p.style else "", p.text) for p in opened.paragraphs]
    outline = [(style, words) for style, words in named if str(style).startswith("Heading")]
    assert outline[2:] == [
        ("Heading 1", "3\u2003State of the objectives"),
        ("Heading 2", f"O1\u2003{LONG}"),
        ("Heading 3", "Delivery"),
        ("Heading 1", "Annex A\u2003Table of actions"),
    ]
    assert len(opened.tables) == 2
    assert opened.tables[1].rows[60].cells[8].text == "cell 59.8"


def test_tells_who_made_it_and_when_without_a_clock() -> None:
    about = docx.Document(BytesIO(render_sample())).core_properties
    assert (about.title, about.author, about.language) == (
        DOCUMENT.title,
        "European Commission",
        "en",
    )
    assert about.keywords == ", ".join(DOCUMENT.keywords)
    assert about.identifier == DOCUMENT.release
    days = {about.created and about.created.date(), about.modified and about.modified.date()}
    assert days == {AS_OF}


def test_every_relation_leads_somewhere_and_every_part_has_a_type() -> None:
    with ZipFile(BytesIO(render_sample())) as file:
        names = file.namelist()
        assert len(names) == len(set(names))
        types = etree.fromstring(file.read("[Content_Types].xml"))
        named = {node.get("PartName") for node in types}
        endings = {node.get("Extension") for node in types if node.get("Extension")}
        for name in names[1:]:
            assert f"/{name}" in named or name.rpartition(".")[2] in endings
            if name.endswith(".xml"):
                assert f"/{name}" in named
        assert {name[1:] for name in named if name} <= set(names)
        reached = set(list_targets(file))
    assert reached == {name for name in names if not name.endswith((".rels", "Types].xml"))}


def list_targets(file: ZipFile) -> Iterator[str]:
    for name in file.namelist():
        if name.endswith(".rels"):
            home = posixpath.dirname(posixpath.dirname(name))
            for node in etree.fromstring(file.read(name)):
                if node.get("TargetMode") != "External":
                    yield posixpath.normpath(posixpath.join(home, node.get("Target", "")))


def test_every_relation_used_is_declared(sample: dict[str, Node]) -> None:
    declared = {node.get("Id") for node in sample["word/_rels/document.xml.rels"]}
    used = {
        value
        for node in body_of(sample).iter()
        for name, value in node.attrib.items()
        if str(name).startswith(R)
    }
    assert used and used <= declared


def test_the_same_report_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    script = (
        "import hashlib, datetime\n"
        "from publish.report.sample_document import DOCUMENT\n"
        "from stocktake.publish.report.docx import render_docx\n"
        "data = render_docx(DOCUMENT, datetime.date(2013, 4, 10))\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    found = set()
    for zone, locale, seed, where in (
        ("UTC", "C", "1", ROOT),
        ("Pacific/Kiritimati", "de_DE.UTF-8", "77", tmp_path),
    ):
        world = {"PYTHONPATH": path, "TZ": zone, "LC_ALL": locale, "LANG": locale,
                 "PYTHONHASHSEED": seed, "HOME": str(where), "USER": zone[:3],
                 "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=where, env=world, capture_output=True, check=True
        )
        found.add(ran.stdout.decode().strip())
    assert found == {sha256(render_sample()).hexdigest()}


def test_members_carry_no_time_and_no_system() -> None:
    with ZipFile(BytesIO(render_sample())) as file:
        entries = file.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr, entry.extra) for entry in entries} == {
        (0, 0o600 << 16, b"")
    }


def test_a_table_of_two_thousand_rows_is_written_quickly() -> None:
    columns = tuple(Column(f"c{n}", "right" if n > 3 else "left") for n in range(7))
    rows = tuple(Row(tuple(text(f"{r}.{c}") for c in range(7)), key=f"k{r}") for r in range(2_000))
    begun = time.perf_counter()
    rendered(Grid("t", "Table 1", text("Long"), columns, rows))
    assert time.perf_counter() - begun < 5


# Styles


def test_only_listed_styles_exist_and_every_style_used_exists(sample: dict[str, Node]) -> None:
    styles = {value(node, "styleId"): node for node in find(sample["word/styles.xml"], "style")}
    names = {value(next(node.iter(f"{W}name"))) for node in styles.values()}
    assert all(name in BUILT_IN or name.startswith("Stocktake ") for name in names)
    assert len(names) == len(styles)
    for root in (body_of(sample), sample["word/header1.xml"], sample["word/footer2.xml"]):
        for kind in ("pStyle", "rStyle", "tblStyle"):
            assert {value(node) for node in find(root, kind)} <= set(styles)
    for name in ("basedOn", "next"):
        assert {value(node) for node in find(sample["word/styles.xml"], name)} <= set(styles)


def test_nothing_is_formatted_outside_styles(sample: dict[str, Node]) -> None:
    allowed = {
        "pPr": {"pStyle", "pageBreakBefore", "sectPr"},
        "rPr": {"rStyle", "lang"},
        "tblPr": {"tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription"},
        "trPr": {"cantSplit", "tblHeader"},
        "tcPr": {"tcW"},
    }
    for part in ("document", "header1", "footer1", "header2", "footer2"):
        for name, children in allowed.items():
            for node in find(sample[f"word/{part}.xml"], name):
                assert {etree.QName(child).localname for child in node} <= children


def test_no_paragraph_is_empty_and_each_has_a_style(sample: dict[str, Node]) -> None:
    for part in ("document", "header1", "footer1"):
        for node in find(sample[f"word/{part}.xml"], "p"):
            assert text_of(node).strip() or find(node, "drawing")
            assert style_of(node)


def test_headings_are_in_the_outline(sample: dict[str, Node]) -> None:
    levels = {
        value(node, "styleId"): value(level)
        for node in find(sample["word/styles.xml"], "style")
        for level in find(node, "outlineLvl")
    }
    assert levels == {"Heading1": "0", "Heading2": "1", "Heading3": "2"}


def test_the_font_is_named_with_fallbacks_and_not_embedded(sample: dict[str, Node]) -> None:
    (font,) = find(sample["word/fontTable.xml"], "font")
    assert value(font, "name") == "Source Sans 3"
    assert "Noto Sans" in value(find(font, "altName")[0])
    fonts = find(sample["word/styles.xml"], "rFonts")
    assert {font for node in fonts for font in node.attrib.values()} == {"Source Sans 3"}


def test_pages_begin_by_a_property_and_not_by_breaks(sample: dict[str, Node]) -> None:
    assert not [node for node in find(body_of(sample), "br") if value(node, "type") == "page"]
    begun = [text_of(p) for p in find(body_of(sample), "p") if find(p, "pageBreakBefore")]
    assert begun == ["About this edition", "At a glance", "3\u2003State of the objectives"]


# Language


def test_language_is_set_by_default_and_where_it_differs(sample: dict[str, Node]) -> None:
    (default,) = find(sample["word/styles.xml"], "lang")
    assert value(default) == "en-GB"
    (quoted,) = paragraphs(sample, "StocktakeQuoted")
    assert {value(node) for node in find(quoted, "lang")} == {"el-GR"}
    assert {value(node) for node in find(body_of(sample), "lang")} == {"el-GR"}


def test_a_span_may_have_its_own_language() -> None:
    spans = text("He said ", Span("Maßnahme", lang="de"), Span(" and", lang="en"))
    (para,) = paragraphs(rendered(Para("p", spans, "generated", "x", 1)), "StocktakeNumbered")
    assert [value(node) for node in find(para, "lang")] == ["de-DE"]


@pytest.mark.parametrize(
    ("lang", "proofing"),
    [("en", "en-GB"), ("sv", "sv-SE"), ("el", "el-GR"), ("mt", "mt-MT"), ("pt-BR", "pt-BR")],
)
def test_languages_get_a_country_for_proofing(lang: str, proofing: str) -> None:
    assert name_proofing(lang) == proofing


def test_languages_call_themselves_by_their_name() -> None:
    assert [name_in_itself(lang) for lang in ("en", "de", "el")] == [
        "English",
        "Deutsch",
        "Ελληνικά",
    ]


@pytest.mark.parametrize(("lang", "hyphens"), [("en", 0), ("fi", 1)])
def test_long_worded_languages_are_hyphenated(lang: str, hyphens: int) -> None:
    parts = rendered(Heading("h", 1, text("H")), lang=lang)
    assert len(find(parts["word/settings.xml"], "autoHyphenation")) == hyphens


# First page, contents, sections


def test_first_page_says_it_is_an_editable_copy(sample: dict[str, Node]) -> None:
    lines = [text_of(node) for node in find(body_of(sample), "p")]
    first_page = lines[: lines.index("Contents")]
    assert f"This is an editable copy of release {DOCUMENT.release}. The PDF is the reference." in (
        first_page
    )
    assert {DOCUMENT.title, DOCUMENT.subtitle, DOCUMENT.as_known, DOCUMENT.notice, "English",
            DOCUMENT.issuer, DOCUMENT.edition} <= set(first_page)  # fmt: skip


def test_contents_are_a_field_that_can_be_read_before_it_is_updated(
    sample: dict[str, Node],
) -> None:
    entries = [node for node in find(body_of(sample), "p") if style_of(node).startswith("Toc")]
    assert [text_of(node) for node in entries][2:] == [
        "3\u2003State of the objectives",
        f"O1\u2003{LONG}",
        "Annex A\u2003Table of actions",
    ]
    assert " TOC " in str(find(entries[0], "instrText")[0].text)
    marks = {value(node, "name") for node in find(body_of(sample), "bookmarkStart")}
    assert {value(node, "anchor") for node in find(body_of(sample), "hyperlink")
            if value(node, "anchor") != "None"} <= marks  # fmt: skip


def test_fields_open_and_close_in_turn(sample: dict[str, Node]) -> None:
    for part in ("document", "header1", "footer1"):
        kinds = [value(node, "fldCharType") for node in find(sample[f"word/{part}.xml"], "fldChar")]
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)
        assert kinds


def test_foot_counts_pages_and_head_names_strategy_and_section(sample: dict[str, Node]) -> None:
    foot = sample["word/footer1.xml"]
    assert [str(node.text).strip() for node in find(foot, "instrText")] == ["PAGE", "NUMPAGES"]
    assert text_of(foot).endswith("\tEN\tpage 1 of 1")
    head = sample["word/header1.xml"]
    assert text_of(head).startswith(DOCUMENT.strategy)
    assert str(find(head, "instrText")[0].text).strip() == "STYLEREF 1"


def test_a_landscape_heading_turns_the_paper(sample: dict[str, Node]) -> None:
    sizes = find(body_of(sample), "pgSz")
    assert [value(node, "orient") for node in sizes] == ["portrait", "landscape"]
    assert len(find(body_of(sample), "titlePg")) == 1


def test_the_paper_turns_back_at_the_next_heading_with_a_page() -> None:
    blocks = (
        Heading("a", 1, text("A"), page="landscape"),
        Heading("b", 2, text("B")),
        Heading("c", 1, text("C"), page="landscape"),
        Heading("d", 1, text("D"), page="new"),
    )
    body = body_of(rendered(*blocks))
    turns = [value(node, "orient") for node in find(body, "pgSz")]
    assert turns == ["portrait", "landscape", "portrait"]
    begun = [text_of(p) for p in find(body, "p") if find(p, "pageBreakBefore")]
    assert begun == ["C"]


def test_a_section_may_end_with_a_table() -> None:
    grid = Grid("t", "Table 1", text("T"), (Column("a"),), (Row((text("b"),)),))
    body = body_of(rendered(grid, Heading("a", 1, text("A"), page="landscape")))
    (holder,) = [node for node in find(body, "p") if find(node, "sectPr")]
    assert text_of(holder) == DOCUMENT.as_known


# Blocks


def list_texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, inner in data.items():
            if key in ("text", "term", "cells", "caption", "notes", "source", "items", "lines",
                       "proof", "rows", "head", "columns", "title"):  # fmt: skip
                yield from list_texts(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from list_texts(inner)
    elif isinstance(data, str):
        yield data


def test_every_text_of_the_sample_is_printed(sample: dict[str, Node]) -> None:
    printed = text_of(body_of(sample))
    for block in DOCUMENT.blocks:
        for words in list_texts({**asdict(block), "source": ""}):
            assert words in printed
    for words in ("Europol, TE-SAT 2012.", "Table of actions (annex A).", "data/action_states.csv",
                  "makers of this demonstration", "As a table: Table 1"):  # fmt: skip
        assert words in printed


def test_paragraphs_show_number_and_origin(sample: dict[str, Node]) -> None:
    starts = {
        style: [text_of(node).partition("\t")[0] for node in paragraphs(sample, style)]
        for style in ("StocktakeNumbered", "StocktakeWritten", "StocktakeQuoted")
    }
    assert starts == {
        "StocktakeNumbered": ["1 G", "2 G"],
        "StocktakeWritten": ["3 W"],
        "StocktakeQuoted": ["4 Q"],
    }
    assert not find(sample["word/document.xml"], "numPr")


def test_generated_text_is_in_a_control_that_cannot_be_deleted(sample: dict[str, Node]) -> None:
    controls = find(body_of(sample), "sdt")
    tags = [value(find(node, "tag")[0]) for node in controls]
    assert {"glance.scope", "o1.delivery.count", "o1.verdict.1", "o1.new.2"} <= set(tags)
    assert not {"o1.assessment", "o1.said"} & set(tags)
    assert len(tags) == len(set(tags)) and max(map(len, tags)) <= 64
    assert {value(find(node, "lock")[0]) for node in controls} == {"sdtLocked"}


def test_verdict_box_shows_words_signs_and_all_three_columns(sample: dict[str, Node]) -> None:
    box = [node for node in find(body_of(sample), "p") if "StocktakeVerdict" in style_of(node)]
    lines = [text_of(node) for node in box]
    assert lines == [
        "Verdict box O1",
        "Outcome\t cannot be judged, provisional",
        "Delivery\t partly delivered",
        "Reported\tconfiscation rules proposed (Commission)",
        "Computed\tcannot be judged; partly delivered",
        "Assessed\tnone made",
        "Unmeasurable share\t100%",
        "Bounds\tnot met to met",
    ]
    assert [len(find(node, "drawing")) for node in box] == [0, 1, 1, 0, 0, 0, 0, 0]
    assert style_of(box[-1]) == "StocktakeVerdictProofEnd"


@pytest.mark.parametrize(
    ("symbol", "tint"), [("v-met", " Good"), ("v-part", " Mid"), ("v-not", " Bad"), ("v-none", "")]
)
def test_verdict_box_has_the_colour_of_its_state(symbol: str, tint: str) -> None:
    verdict = next(block for block in DOCUMENT.blocks if isinstance(block, Verdict))
    parts = rendered(replace(verdict, outcome_symbol=symbol, proof=(), chart=SVG, alt="Bounds"))
    styles = [style_of(node) for node in find(body_of(parts), "p")]
    assert f"StocktakeVerdictWord{tint.strip()}" in styles
    assert styles[-1] == f"StocktakeVerdictFigure{tint.strip()}"


def test_tables_have_a_flagged_head_that_repeats_and_rows_that_stay_whole(
    sample: dict[str, Node],
) -> None:
    tables = find(body_of(sample), "tbl")
    assert len(tables) == 2
    for table in tables:
        rows = find(table, "tr")
        assert [len(find(row, "tblHeader")) for row in rows] == [1] + [0] * (len(rows) - 1)
        assert all(find(row, "cantSplit") for row in rows)
        look = find(table, "tblLook")[0]
        assert (value(look, "firstRow"), value(look, "firstColumn")) == ("1", "1")
        assert not find(table, "gridSpan") and not find(table, "vMerge")
        assert value(find(table, "tblDescription")[0])
        heads = {style_of(find(row, "p")[0]) for row in rows[1:]}
        assert heads <= {"StocktakeCellRowHead", "StocktakeCellTotalRowHead"}
    few, many = (find(table, "tblLook")[0] for table in tables)
    assert (value(few, "noHBand"), value(few, "lastRow")) == ("1", "1")
    assert (value(many, "noHBand"), value(many, "lastRow")) == ("0", "0")


def test_figures_stand_right_and_totals_apart(sample: dict[str, Node]) -> None:
    rows = find(find(body_of(sample), "tbl")[0], "tr")
    styles = [[style_of(node) for node in find(row, "p")] for row in rows]
    assert styles[0][2:] == ["StocktakeCellHeadFigure"] * 2
    assert styles[1][2:] == ["StocktakeCellFigure"] * 2
    assert styles[3] == [
        "StocktakeCellTotalRowHead",
        "StocktakeCellTotalText",
        *["StocktakeCellTotalFigure"] * 2,
    ]


def test_widths_fill_the_page_exactly() -> None:
    columns = (Column("a", width=1.2), Column("b", width=4), Column("c"), Column("d", width=0))
    assert sum(share_widths(columns, 9071)) == 9071


def test_caption_stands_above_with_a_number_that_cannot_shift(sample: dict[str, Node]) -> None:
    captions = paragraphs(sample, "Caption")
    assert [text_of(node).partition(".")[0] for node in captions] == [
        "Table 1", "Figure 1", "Table A",
    ]  # fmt: skip
    codes = [str(find(node, "instrText")[0].text).strip() for node in captions]
    assert codes == [
        r"SEQ Table \* ARABIC \r 1",
        r"SEQ Figure \* ARABIC \r 1",
        r"SEQ Table_A \* ARABIC \r 1",
    ]
    below = captions[0].getnext()
    assert below is not None and below.tag == f"{W}tbl"


def test_every_picture_has_an_alternative_text_and_its_size(sample: dict[str, Node]) -> None:
    place = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    about = [node for node in body_of(sample).iter(f"{place}docPr")]
    assert [node.get("descr") for node in about] == [
        "cannot be judged",
        "partly delivered",
        "Line chart: attacks fell from 316 in 2009 to 174 in 2011.",
    ]
    extent = list(body_of(sample).iter(f"{place}extent"))[-1]
    assert extent.get("cx") == str(160 * 36_000)
    assert abs(int(str(extent.get("cy"))) - 62 * 36_000) < 36_000


def test_charts_are_drawn_at_twice_the_pixels_of_a_screen() -> None:
    with ZipFile(BytesIO(render_sample())) as file:
        png = file.read("word/media/image3.png")
    assert struct.unpack(">II", png[16:24]) == (1209, 469)


def test_equal_drawings_are_stored_once() -> None:
    figures = [Figure(f"f{n}", f"Figure {n}", text("F"), SVG, "A line.", 75.0) for n in range(3)]
    data = render_docx(replace(DOCUMENT, blocks=tuple(figures)), AS_OF)
    with ZipFile(BytesIO(data)) as file:
        assert [name for name in file.namelist() if "media" in name] == ["word/media/image1.png"]


def test_lists_without_terms_have_bullets_by_style(sample: dict[str, Node]) -> None:
    assert len(paragraphs(sample, "ListBullet")) == 2
    style = next(
        node for node in find(sample["word/styles.xml"], "style")
        if value(node, "styleId") == "ListBullet"
    )  # fmt: skip
    assert value(find(style, "numId")[0]) == "1"


def test_a_written_list_names_its_writer() -> None:
    listing = Listing("l", (Item(text("One")),), "written", "a unit", text("Title"))
    body = body_of(rendered(listing))
    assert text_of(body).endswith("TitleOneWritten by a person: a unit")
    assert not find(body, "sdt")


# Spans


def test_links_lead_inside_and_outside_and_unknown_ones_are_text() -> None:
    spans = text(
        Span("in", to="h.one"), Span("number", to="#p7"), Span("out", to="https://a.eu/b c?x=1"),
        Span("lost", to="no.such"), Span("bad", to="javascript:alert(1)"),
    )  # fmt: skip
    parts = rendered(Heading("h.one", 1, text("H")), Para("p", spans, "generated", "x", 7))
    (para,) = paragraphs(parts, "StocktakeNumbered")
    links = find(para, "hyperlink")
    assert [text_of(node) for node in links] == ["in", "number", "out"]
    assert [value(node, "anchor") for node in links] == ["h_one", "p7", "None"]
    targets = {
        node.get("Id"): (node.get("Target"), node.get("TargetMode"))
        for node in parts["word/_rels/document.xml.rels"]
    }
    assert targets[links[2].get(f"{R}id")] == ("https://a.eu/b%20c?x=1", "External")
    assert "lost" in text_of(para) and "bad" in text_of(para)


@pytest.mark.parametrize("to", ["http://", "http://[", "ftp://a.eu", "data/a.csv", "\u0007"])
def test_what_is_no_web_address_is_no_link(to: str) -> None:
    assert spell_address(to) == ""


@pytest.mark.parametrize("mark", MARKS)
def test_marks_are_a_sign_in_a_style_and_a_word_to_be_heard(mark: str) -> None:
    parts = rendered(Para("p", text(Span("12", mark=mark)), "generated", "x", 1))
    (para,) = paragraphs(parts, "StocktakeNumbered")
    runs = [
        (value(find(node, "rStyle")[0]), text_of(node))
        for node in find(para, "r")
        if find(node, "rStyle")
    ]
    style = "StocktakeUnconfirmed" if mark == "unconfirmed" else "StocktakeFlag"
    assert (style, DOCUMENT.words[f"{mark}.sign"]) in runs
    assert ("StocktakeSpoken", f" ({DOCUMENT.words[mark]})") in runs


def test_missing_values_are_written_out_for_listeners(sample: dict[str, Node]) -> None:
    spoken = [node for node in find(body_of(sample), "r") if "StocktakeSpoken" in
              [value(style) for style in find(node, "rStyle")]]  # fmt: skip
    assert " (not available)" in [text_of(node) for node in spoken]


def test_odd_characters_do_no_harm() -> None:
    odd = 'a\x00\x0b<b>&\ud800\ufffe "c" ]]>\td\r\ne  f'
    parts = rendered(
        Heading("odd\x01key", 1, text(odd)),
        Para("p\x02", text(odd), "generated", "x", 1),
        Figure("f", "Figure 1", text(odd), SVG, odd, 75),
        title=odd,
        release=odd,
        keywords=(odd,),
    )
    (para,) = paragraphs(parts, "StocktakeNumbered")
    assert text_of(para) == '1 G\ta<b>& "c" ]]>\td\ne  f'


# Bookmarks


def test_bookmarks_are_unique_short_and_closed(sample: dict[str, Node]) -> None:
    body = body_of(sample)
    names = [value(node, "name") for node in find(body, "bookmarkStart")]
    opened = [value(node, "id") for node in find(body, "bookmarkStart")]
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= 40
    assert {"o1_delivery_count", "p2", "annex_a", "O1_L1_A1", "o1_verdict"} <= set(names)
    assert sorted(opened) == sorted(value(node, "id") for node in find(body, "bookmarkEnd"))


def test_ids_are_given_once(sample: dict[str, Node]) -> None:
    body = body_of(sample)
    ids = [value(node, "id") for node in find(body, "bookmarkStart")]
    ids += [value(node) for node in find(body, "id")]
    ids += [str(node.get("id")) for node in body.iter() if str(node.tag).endswith("}docPr")]
    assert len(ids) == len(set(ids))


def test_names_that_would_collide_are_kept_apart() -> None:
    long = "annex.indicator.of.a.very.long.name.that.goes.on"
    keys = ("a.b", "A_B", "a-b", "2013.x", long + ".1", long + ".2", "p1")
    blocks = tuple(Heading(key, 1, text("H")) for key in keys)
    document = replace(DOCUMENT, blocks=(*blocks, Para("q", text("t"), "generated", "x", 1)))
    names = name_bookmarks(document)
    assert set(names) == {*keys, "q"}
    assert len({name.lower() for name in names.values()}) == len(names)
    assert all(len(name) <= 40 and name[0].isalpha() for name in names.values())
    assert names["a.b"] == "a_b" and names["2013.x"] == "k_2013_x"


def test_a_key_met_twice_has_one_bookmark() -> None:
    row = Row((text("r"),), key="O1.A1")
    grids = [Grid(f"t{n}", f"Table {n}", text("T"), (Column("c"),), (row,)) for n in (1, 2)]
    names = [value(n, "name") for n in find(body_of(rendered(*grids)), "bookmarkStart")]
    assert names.count("O1_A1") == 1


def test_long_names_are_cut_with_a_checksum() -> None:
    assert shorten("a" * 40, 40) == "a" * 40
    assert len(shorten("a" * 99, 64)) == 64 and shorten("a" * 99, 64) != shorten("a" * 98, 64)
