from __future__ import annotations

import dataclasses
import datetime
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import page
import pdfua
import pikepdf
import pytest

from stocktake.publish.report import pdf as pdf_module
from stocktake.publish.report.blocks import (
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Item,
    Listing,
    Para,
    Row,
    Verdict,
)
from stocktake.publish.report.pdf import (
    choose_depth,
    clean,
    fit_columns,
    render_pdf,
    soften,
    speak,
)
from stocktake.publish.spans import Span
from stocktake.vocabulary.problems import StocktakeError

from .sample_document import BLOCKS, DOCUMENT, LONG, text

DAY = datetime.date(2013, 4, 10)
REPORT = DOCUMENT.to_json().encode()
FILES = {"report.json": REPORT, "tables.zip": b"PK\x05\x06" + bytes(18), "notes.txt": b"x"}
LETTERS = "ą č đ ė ħ ő ș ț ŵ ż Ħ Ġ ŀ; ά έ ή ώ ΐ; ж щ ъ ю я; − – ‘ ’ „ “ « » † ‡ ≥."
ROOT = Path(__file__).parents[3]


def printed(*blocks: Block, **fields: Any) -> bytes:
    return render_pdf(dataclasses.replace(DOCUMENT, blocks=blocks, **fields), {}, as_of=DAY)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def sample() -> bytes:
    return render_pdf(DOCUMENT, FILES, as_of=DAY)


@pytest.fixture(scope="module")
def pdf(sample: bytes) -> pikepdf.Pdf:
    return opened(sample)


def walk(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from walk(node.get("/K"))


def tagged(pdf: pikepdf.Pdf, *names: str) -> list[Any]:
    return [node for node in walk(pdf.Root.StructTreeRoot.K) if str(node.S)[1:] in names]


def letters(pdf: pikepdf.Pdf, number: int) -> str:
    """The text of a page in the order of its drawing, by the maps of its fonts."""
    sheet = pdf.pages[number - 1]
    maps = {name: read_map(font) for name, font in sheet.Resources.Font.items()}
    said, font = [], ""
    for step in pikepdf.parse_content_stream(sheet):
        operator, operands = str(step.operator), step.operands
        if operator == "Tf":
            font = str(operands[0])
        elif operator in ("Tj", "TJ"):
            runs = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
            for run in runs:
                if isinstance(run, pikepdf.String):
                    codes = bytes(run)
                    pairs = [codes[i : i + 2].hex() for i in range(0, len(codes), 2)]
                    said.append("".join(maps[font].get(pair, "") for pair in pairs))
    return "".join(said).replace("\u200b", "")


def read_map(font: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    for code, to in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*\n", table):
        found[code.lower()] = bytes.fromhex(to).decode("utf-16-be")
    return found


def passes(data: bytes, folder: Path) -> None:
    limits = page.SafetyLimits(max_table_grid_rows=5000)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(data, profile=profile, limits=limits)
        assert report.is_compliant, [(fail.rule_id, fail.message) for fail in report.failures]
    path = folder / "report.pdf"
    path.write_bytes(data)
    assert not pdfua.validate(str(path)).findings


def test_the_sample_passes_the_named_checkers(sample: bytes, tmp_path: Path) -> None:
    passes(sample, tmp_path)


def test_it_bears_language_title_author_keywords_and_the_day_of_the_facts(
    pdf: pikepdf.Pdf,
) -> None:
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    info = pdf.docinfo
    assert str(info["/Title"]) == DOCUMENT.title
    assert str(info["/Author"]) == DOCUMENT.issuer
    assert str(info["/Subject"]) == DOCUMENT.subtitle
    assert str(info["/Keywords"]) == ", ".join(DOCUMENT.keywords)
    assert str(info["/CreationDate"]) == "D:20130410000000Z"


def test_a_language_with_a_region_is_kept() -> None:
    assert str(opened(printed(lang="pt-PT")).Root.Lang) == "pt-PT"
    assert speak("klingonisch") == {}
    assert speak("fi") == {"lang": "fi", "hyphenate": True}


def test_bookmarks_go_down_to_level_3(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        third = outline.root[2].children[0].children[0].title
        second = outline.root[2].children[0].title
    assert titles[0] == "About this edition"
    assert titles[2:] == ["3 State of the objectives", "Annex A Table of actions"]
    assert (second, third) == (f"O1 {LONG}", "Delivery")


def test_block_keys_of_headings_are_destinations(pdf: pikepdf.Pdf) -> None:
    keys = {str(key) for key in pdf.Root.Names.Dests.Names[::2]}
    assert {block.key for block in BLOCKS if isinstance(block, Heading)} <= keys


def test_attachments_are_inside_with_relation_and_kind(pdf: pikepdf.Pdf) -> None:
    assert set(pdf.attachments) == set(FILES)
    assert pdf.attachments["report.json"].get_file().read_bytes() == REPORT
    kinds = {name: pdf.attachments[name].get_file().mime_type for name in FILES}
    assert kinds["report.json"] == "application/json"
    assert kinds["tables.zip"] == "application/zip"
    specs = {str(spec.UF): spec for spec in pdf.Root.AF}
    assert str(specs["report.json"].AFRelationship) == "/Source"
    assert str(specs["tables.zip"].AFRelationship) == "/Data"
    assert str(specs["report.json"].Desc) == DOCUMENT.words["download.json"]


def test_headings_are_tagged_in_order_with_their_texts(pdf: pikepdf.Pdf) -> None:
    found = [(str(node.S), str(node.T)) for node in tagged(pdf, "H1", "H2", "H3")]
    levels = [("/H1", "Contents")] + [
        (f"/H{block.level}", "".join(span.text for span in block.text))
        for block in BLOCKS
        if isinstance(block, Heading)
    ]
    assert found == levels


def test_no_picture_is_without_words(pdf: pikepdf.Pdf) -> None:
    said = [str(node.get("/Alt", "")) for node in tagged(pdf, "Figure")]
    assert "Line chart: attacks fell from 316 in 2009 to 174 in 2011." in said
    assert {"unconfirmed", "not available", "not applicable"} <= set(said)
    assert "" not in said


def test_tables_have_caption_and_column_heads(pdf: pikepdf.Pdf) -> None:
    tables = tagged(pdf, "Table")
    assert [str(table.K[0].S) for table in tables] == ["/Caption", "/Caption"]
    heads = [node for node in walk(tables[0]) if str(node.S) == "/TH"]
    assert len(heads) == 4
    assert {str(a.Scope) for node in heads for a in node.A if "/Scope" in a} == {"/Column"}


def test_lists_and_definitions_are_tagged_as_lists(pdf: pikepdf.Pdf) -> None:
    assert len(tagged(pdf, "L")) == 5  # legend, facts, lines, proof, list
    assert len(tagged(pdf, "LBody")) == 4 + 2 + 3 + 2 + 2


def test_a_quotation_bears_its_language(pdf: pikepdf.Pdf) -> None:
    assert [str(node.Lang) for node in tagged(pdf, "P") if "/Lang" in node] == ["el"]


def test_number_and_letter_stand_before_the_paragraph(pdf: pikepdf.Pdf) -> None:
    said = letters(pdf, 5).replace("\u00a0", " ")
    order = ["State of the objectives", "Verdict box O1", "cannot be judged", "Reported"]
    order += ["2 G27 of 41 actions", "3 WTabling", "4 QΗχηρή", "Table 1. Actions", "Source: Table"]
    places = [said.find(part) for part in order]
    assert -1 not in places and places == sorted(places), said


def test_every_page_but_the_cover_is_numbered_of_all(pdf: pikepdf.Pdf) -> None:
    count = len(pdf.pages)
    assert "page" not in letters(pdf, 1)
    for number in range(2, count + 1):
        assert f"page {number} of {count}" in letters(pdf, number)


def test_links_lead_to_addresses_and_to_blocks(pdf: pikepdf.Pdf) -> None:
    links = [note for note in pdf.pages[4].Annots if str(note.Subtype) == "/Link"]
    assert [str(note.A.URI) for note in links if "/A" in note] == ["https://eur-lex.europa.eu/"]
    assert any("/Dest" in note or str(note.A.get("/S")) == "/GoTo" for note in links)


def test_a_link_to_nothing_is_plain_text() -> None:
    lost = Span("27", to="no.such.block")
    data = printed(Heading("a", 1, text("A")), Para("p", text(lost), "generated", "s", 1))
    pdf = opened(data)
    assert len(pdf.pages) == 3
    assert "/Annots" not in pdf.pages[2]
    assert "1 G27" in letters(pdf, 3).replace("\u00a0", " ")


def test_a_link_to_a_row_and_keys_given_twice_are_no_trouble() -> None:
    row = Row((text("R1"),), key="R1")
    grid = Grid("t", "Table 1", text("T"), (Column("Ref"),), (row, dataclasses.replace(row)))
    said = text(Span("R1", to="R1"), Span("p", to="p"))
    twice = [Para("p", said, "generated", "s", n) for n in (1, 2)]
    assert printed(Heading("a", 1, text("A")), *twice, grid)


def test_only_the_annex_is_landscape(pdf: pikepdf.Pdf) -> None:
    wide = [float(sheet.MediaBox[2]) > float(sheet.MediaBox[3]) for sheet in pdf.pages]
    assert wide == [False] * 6 + [True] * 2


def test_after_a_landscape_section_the_next_is_upright_again() -> None:
    pages = opened(
        printed(
            Heading("a", 1, text("A"), page="landscape"),
            Heading("b", 2, text("B")),
            Heading("c", 1, text("C"), page="new"),
        )
    ).pages
    assert [float(sheet.MediaBox[2]) > 600 for sheet in pages] == [False, False, True, False]


def test_only_the_three_faces_of_the_package_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = {str(font.BaseFont) for sheet in pdf.pages for font in sheet.Resources.Font.values()}
    names = {re.sub(r"^/[A-Z]{6}\+", "", name).partition("-Identity")[0] for name in fonts}
    assert names <= {"SourceSans3-Regular", "SourceSans3-Semibold", "SourceSans3-It"}


PRINT = """
import datetime, hashlib
from publish.report.sample_document import DOCUMENT
from stocktake.publish.report.pdf import render_pdf
data = render_pdf(DOCUMENT, {"report.json": b"{}"}, as_of=datetime.date(2013, 4, 10))
print(hashlib.sha256(data).hexdigest())
"""


def digest_elsewhere(folder: Path, zone: str, lang: str) -> str:
    path = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests")))
    world = {"TZ": zone, "LANG": lang, "LC_ALL": lang, "PYTHONPATH": path}
    command = [sys.executable, "-W", "error", "-c", PRINT]
    done = subprocess.run(
        command, cwd=folder, env=world, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_same_document_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    here = render_pdf(DOCUMENT, {"report.json": b"{}"}, as_of=DAY)
    again = render_pdf(DOCUMENT, {"report.json": b"{}"}, as_of=DAY)
    digests = {
        sha256(here).hexdigest(),
        sha256(again).hexdigest(),
        digest_elsewhere(tmp_path, "Pacific/Kiritimati", "C"),
        digest_elsewhere(Path("/"), "America/Los_Angeles", "de_DE.UTF-8"),
    }
    assert len(digests) == 1


def test_another_day_gives_another_file() -> None:
    other = render_pdf(DOCUMENT, {}, as_of=datetime.date(2014, 6, 20))
    assert other != render_pdf(DOCUMENT, {}, as_of=DAY)


def test_a_document_without_blocks_is_its_cover(tmp_path: Path) -> None:
    data = printed()
    assert len(opened(data).pages) == 1
    passes(data, tmp_path)


def test_every_letter_of_the_union_and_every_odd_sign_is_printed() -> None:
    odd = LETTERS + " #let x = 1; $a$ *b* _c_ `d` <e> @f \\ // /* \u202f\u00ad\u200b \x07\ufeff"
    pdf = opened(printed(Heading("a", 1, text("A")), Para("p", text(odd), "generated", "s", 1)))
    said = letters(pdf, 3)
    assert LETTERS.replace(" ", "") in said.replace(" ", "")
    assert "#let x = 1; $a$ *b* _c_ `d` <e> @f" in said


def test_a_letter_no_font_has_is_named_with_a_mend() -> None:
    with pytest.raises(StocktakeError, match=r"中.*Latin, Greek or Cyrillic") as refused:
        printed(Heading("a", 1, text("A 中")))
    assert [problem.code for problem in refused.value.problems] == ["pdf-refused"]


@pytest.mark.parametrize(
    ("blocks", "fields", "mend"),
    [
        ((Heading("a", 1, text("A")), Heading("b", 3, text("B"))), {}, "leave no level out"),
        ((), {"title": ""}, "Give the report a title"),
    ],
)
def test_what_the_standards_refuse_is_said_with_a_mend(
    blocks: tuple[Block, ...], fields: dict[str, Any], mend: str
) -> None:
    with pytest.raises(StocktakeError, match=mend):
        printed(*blocks, **fields)


def read_widths(font: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    entries = list(font.DescendantFonts[0].W)
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + n: float(width) for n, width in enumerate(second)}
        else:
            width = float(entries.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def advance(run: Any, widths: dict[int, float]) -> float:
    if not isinstance(run, pikepdf.String):
        return -float(run)
    codes = bytes(run)
    return sum(widths.get(int.from_bytes(codes[i : i + 2]), 0) for i in range(0, len(codes), 2))


def reach(sheet: pikepdf.Page) -> float:
    """The rightmost place where the text of a page ends, in points."""
    fonts = {name: read_widths(font) for name, font in sheet.Resources.Font.items()}
    right, place, size, widths = 0.0, 0.0, 0.0, dict[int, float]()
    for step in pikepdf.parse_content_stream(sheet):
        operator, operands = str(step.operator), step.operands
        if operator == "Tf":
            widths, size = fonts[str(operands[0])], float(operands[1])
        elif operator == "Tm":
            place = float(operands[4])
        elif operator in ("Tj", "TJ"):
            runs = operands[0] if operator == "TJ" else [operands[0]]
            place += sum(advance(run, widths) for run in runs) * size / 1000
            right = max(right, place)
    return right


def test_long_names_stay_on_the_page(tmp_path: Path) -> None:
    ref = "O12.L34.A567-B.EXTRA_LONG_REFERENCE" * 3
    columns = tuple(Column("Toimenpideohjelmakokonaisuus") for _ in range(12))
    rows = tuple(Row(tuple(text(ref) for _ in columns)) for _ in range(3))
    data = printed(
        Heading("a", 1, text(LONG * 3), "Annex A", "landscape"),
        Para("p", text("x" * 400), "generated", "s", 12345),
        Listing("l", (Item(text(ref), text("Arviointi" * 9)),), kind="definition"),
        Grid("t", "Table 1", text(ref), columns, rows),
        title="Maßnahmenkatalogverordnungen" * 4,
    )
    passes(data, tmp_path)
    with opened(data) as pdf:
        ends = [float(sheet.MediaBox[2]) - reach(sheet) for sheet in pdf.pages]
    margin = 20 * 72 / 25.4
    assert min(ends) > margin - 1, ends


def test_long_words_break_at_their_seams() -> None:
    assert soften("short words only", 6) == "short words only"
    assert soften("O12.L34.A567", 6) == "O12.\u200bL34.\u200bA567"
    assert soften("Ohjelma", 4) == "Ohje\u00adlma"
    assert clean("a\x00b", 9) == "ab"


def test_columns_fill_the_width_and_hold_their_longest_word() -> None:
    columns = (Column("Ref"), Column("Title", width=4), Column("2011", "right"))
    rows = (Row((text("O1.L1.A1"), text("Words that wrap"), text("13\u202f510\u202f250"))),)
    widths = fit_columns(Grid("t", "", (), columns, rows), 160, 9)
    assert sum(widths) == pytest.approx(160)
    assert widths[0] == widths[2] == pytest.approx(160 / 6)
    narrow = fit_columns(Grid("t", "", (), columns, rows), 60, 9)
    assert sum(narrow) == pytest.approx(60)
    assert narrow[2] > 60 / 6


def test_contents_go_to_level_2_where_level_3_would_fill_pages() -> None:
    many = tuple(Heading(f"h{n}", 3, text("x"), "1") for n in range(50))
    assert choose_depth(DOCUMENT) == 3
    assert choose_depth(dataclasses.replace(DOCUMENT, blocks=many)) == 2
    assert choose_depth(dataclasses.replace(DOCUMENT, blocks=())) == 0


def test_a_verdict_box_is_never_split() -> None:
    box = next(block for block in BLOCKS if isinstance(block, Verdict))
    boxes = [dataclasses.replace(box, key=f"v{n}") for n in range(9)]
    pdf = opened(printed(Heading("a", 1, text("A")), *boxes))
    for number in range(3, len(pdf.pages) + 1):
        said = letters(pdf, number)
        assert said.count("Verdict box") == said.count("Bounds") > 0


def test_a_state_without_sign_is_its_word_alone() -> None:
    box = next(block for block in BLOCKS if isinstance(block, Verdict))
    plain = dataclasses.replace(box, outcome_symbol="new", delivery_symbol="", lines=(), proof=())
    assert "cannot be judged" in letters(opened(printed(Heading("a", 1, text("A")), plain)), 3)


def long_report() -> Document:
    columns = (Column("Ref"), Column("Action", width=4), Column("2011", "right"), Column("2012"))
    cells = ("O1.L1.A{}", "Title of action {}", "{}", "delivered")
    rows = tuple(Row(tuple(text(c.format(n)) for c in cells)) for n in range(2000))
    annex = Heading("z", 1, text("All actions"), "Annex Z", "new")
    table = Grid("z.t", "Table Z.1", text("All"), columns, rows)
    return dataclasses.replace(DOCUMENT, blocks=(*BLOCKS, annex, table))


def test_a_table_of_2000_rows_repeats_its_head_and_passes(tmp_path: Path) -> None:
    data = render_pdf(long_report(), {}, as_of=DAY)
    pdf = opened(data)
    assert len(pdf.pages) > 45
    assert all("RefAction" in letters(pdf, number) for number in (12, 30, len(pdf.pages)))
    assert len(tagged(pdf, "TR")) > 2000
    passes(data, tmp_path)


def test_a_reference_is_one_word_where_no_line_may_end() -> None:
    assert pdf_module._WORD.findall("REC-2011-01a") == ["REC-2011-01a"]
    assert pdf_module._WORD.findall("non-conviction-based law") == [
        "non-",
        "conviction-",
        "based",
        "law",
    ]
