"""One sound file of each format we read, and the ways to damage it that know its form."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import dataclass

import polars as pl
from sources.damage import (
    Damage,
    damage_bytes,
    damage_document,
    damage_json,
    damage_parts,
    damage_table,
    damage_within,
    damage_xml,
    damage_zip,
)
from sources.message_writers import write_generic, write_sdmx_json

from stocktake.sources.cubes import FACTS, Cube
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml


@dataclass(frozen=True)
class Format:
    """A sound file and how it is read."""

    content: bytes
    damages: tuple[Damage, ...] = (damage_bytes,)
    name: str = ""
    mapping: str | None = None
    evidence: bool = False
    is_refused: bool = False


ROWS = [
    (*key, geo, str(year), None if year == 2021 else f"{year}.5", "p" if geo == "FR" else None)
    for key in (("A", "NR"), ("Q", "PC"))
    for geo in ("BE", "FR", "EL")
    for year in range(2019, 2024)
]
CUBE = Cube(
    "x",
    "FLOW",
    ("freq", "unit"),
    pl.DataFrame(ROWS, schema=dict.fromkeys(["freq", "unit", *FACTS], pl.String), orient="row"),
)
V20 = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0"
OLD_HEAD = f'<m:{{0}} xmlns:m="{V20}/message" xmlns:k="urn:x"><m:Header><m:ID>X</m:ID></m:Header>'
COMPACT = OLD_HEAD.format("CompactData") + (
    '<k:DataSet><k:Series FREQ="A" REF_AREA="BE" TIME_FORMAT="P1Y">'
    '<k:Obs TIME_PERIOD="2009" OBS_VALUE="1.5" OBS_STATUS="P"/>'
    '<k:Obs TIME_PERIOD="2010" OBS_VALUE="2"/></k:Series>'
    '<k:Series FREQ="A" REF_AREA="FR"><k:Obs TIME_PERIOD="2009" OBS_VALUE="7"/></k:Series>'
    "</k:DataSet></m:CompactData>"
)
UTILITY = OLD_HEAD.format("UtilityData") + (
    '<k:DataSet><k:Series TIME_FORMAT="P1Y"><k:Key><k:FREQ>A</k:FREQ><k:REF_AREA>BE</k:REF_AREA>'
    '</k:Key><k:Obs OBS_STATUS="P"><k:TIME_PERIOD>2009</k:TIME_PERIOD><k:OBS_VALUE>1.5'
    "</k:OBS_VALUE></k:Obs></k:Series></k:DataSet></m:UtilityData>"
)
CROSS = OLD_HEAD.format("CrossSectionalData") + (
    '<k:DataSet><k:Group FREQ="A" TIME="2009"><k:Section COUNTRY="BE">'
    '<k:LBIRTHS SEX="M" value="5" OBS_STATUS="P"/><k:DEATHS SEX="M" value="4"/></k:Section>'
    '<k:Section COUNTRY="FR"><k:DEATHS SEX="M" value="7"/></k:Section></k:Group></k:DataSet>'
    "</m:CrossSectionalData>"
)
TSV = (
    "{}\t2014 \t2013 \t2012 \nA,NR,BE\t1.5 b\t: c\t12 \nA,NR,FR\t: \t3 \t4 pe\n"
    "A,PC,BE\t0n\t1e3 \t-3 \nA,PC,FR\t7 \t: z\t8 \n"
)
LABELS = (
    "DATAFLOW,LAST UPDATE,freq: Frequency,unit: Unit,geo: Place,TIME_PERIOD: Time,"
    "OBS_VALUE: Value,OBS_FLAG: Flag,CONF_STATUS: Secrecy\n"
    'X:D(1.0),23/04/24 23:00:00,A: Annual,NR: Number,BE: "Belgium",2013,12.5,p: provisional,F\n'
    "X:D(1.0),23/04/24 23:00:00,A: Annual,NR: Number,FR: France: all,2013,,e: estimated,C\n"
    "X:D(1.0),23/04/24 23:00:00,A: Annual,NR: Number,FR: France: all,2014,7,,\n"
).replace('"', "")
DATABROWSER = (
    '"TIME","GEO","CITIZEN","UNIT","Value","Flag and Footnotes"\n'
    '"2012","Belgium","Total","Person","3,675","d"\n"2013","Belgium","Total","Person",":","c"\n'
    '"2012","Côte d\'Ivoire","Total","Person","498 300","b Break in series"\n'
    '"2017M04","France","Total","Person","1.5",""\n'
)
SDG = (
    "Year,Sex,Units,Unit multiplier,GeoCode,Observation status,COMMENT_OBS_0,Value\n"
    '2011/12,,Number,Units,,Normal value,"a, b",5.0\n'
    "2011/12,Female,Number,Units,K04000001,Definition differs,,2.0\n"
    "2012/13,,Number,Units,,Missing data; suppressed,,\n"
)
METADATA = "---\nindicator_name: A name\nindicator_number: 3.1.1\ngraph_type: line\n---\n\nText.\n"
MAPPED = (
    "Land;Jahr;Wert;Art;Hinweis\nBE;2013;1,5;a;x\nFR;2013-04;2;a;\nEL;2014-Q1;;b;c\n"
    "Deutschland;2014;-3,25;b;\n"
)
FACT = {
    "value": 69.770,
    "flags": "eb",
    "indicator": ["desi"],
    "unit": ["pc"],
    "country": ["AT"],
    "period": ["desi_2026"],
    "reference_period": "2025",
    "remarks": None,
}
RECORDS = json.dumps(
    [
        {"model": "core.fact", "fields": {**FACT, "country": [place], "reference_period": year}}
        for place in ("AT", "BE")
        for year in ("2024", "2025")
    ]
)
STAT_ONE = json.dumps(
    {
        "dataset": {
            "label": "Old",
            "value": [1, None, 2.5, 4],
            "status": {"1": "c", "3": "p"},
            "dimension": {
                "id": ["area", "year"],
                "size": [2, 2],
                "role": {"geo": ["area"], "time": ["year"]},
                "area": {"label": "Area", "category": {"index": {"BE": 0, "FR": 1}}},
                "year": {"category": {"index": ["2003", "2004"], "label": {"2003": "2003"}}},
            },
        }
    }
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<defs><path id="p" d="M0 0"/></defs><use href="#p"/><rect style="fill: url( #p)"/>'
    '<image xlink:href="data:image/png;base64,AA"/><style>a{fill:red}</style><text>a</text></svg>'
)
MARKDOWN = "# Minutes\n\nAll *agreed* on [this](https://example.org), `a < b`.\n\n* one\n* two\n"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/JSON 1>>endobj\n2 0 obj<</Type/Pages/Kids[]"
    b"/Count 0>>endobj\nxref\n0 3\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n99\n%%EOF\n"
)
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0"
    b"\1\0\0\5\0\1\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)
YAML = "title: A note\nwho: [a, b]\nwhen: !!str 2013\nanchor: &x {a: 1}\nagain: *x\n"


def write_third(cube: Cube) -> bytes:
    """SDMX-ML 3.0, which differs from 2.1 in its namespaces."""
    return write_sdmx_ml(cube).replace(b"/v2_1", b"/v3_0")


def write_wide() -> bytes:
    """Our World in Data with many measures."""
    measures = [f"Measure {number}" for number in range(30)]
    lines = [",".join(["Entity", "Code", "Year", *measures])]
    for place, code in (("Belgium", "BEL"), ("World", ""), ("Western Europe", "")):
        for year in (2010, 2011):
            lines.append(",".join([place, code, str(year), *(f"{n}.5" for n in range(30))]))
    return ("\n".join(lines) + "\n").encode()


def write_book() -> bytes:
    """A workbook with two sheets, shared texts, numbers, a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("data")
        for number, row in enumerate(
            [["geo", "time", "indicator", "value"], ["BE", 2013, "a", 1.5], ["FR", 2013, "a", "2"],
             ["EL", "2014-Q1", "b", None]]
        ):  # fmt: skip
            sheet.write_row(number, 0, row)
        sheet.write_formula(3, 3, "=1+1", None, 2)
        book.add_worksheet("notes").write(0, 0, "a note")
    return buffer.getvalue()


def zip_up(content: bytes) -> bytes:
    """A zip archive with one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a.csv"), content)
    return made.getvalue()


def unzip(content: bytes) -> bytes:
    """The one file of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("a.csv")


def _encode(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _table(content: str | bytes, separator: str = ",", mapping: str | None = None) -> Format:
    return Format(_encode(content), (damage_bytes, damage_table(separator)), mapping=mapping)


def _json(content: str | bytes) -> Format:
    return Format(_encode(content), (damage_bytes, damage_json))


def _xml(content: str | bytes) -> Format:
    return Format(_encode(content), (damage_bytes, damage_xml))


def _document(content: str | bytes, name: str, *damages: Damage) -> Format:
    return Format(_encode(content), (damage_bytes, damage_document, *damages), name, evidence=True)


CSV = write_sdmx_csv(CUBE)
LONG = (
    "Entity,Code,Year,Deaths,Injured\nBelgium,BEL,2010,1,2\nWorld,,2010,,3\nBelgium,BEL,2011,7,\n"
)

FORMATS = {
    "sdmx-csv-2.0": _table(CSV),
    "sdmx-csv-1.0-labels": _table(LABELS),
    "eurostat-tsv-old": _table(TSV.format("freq,unit,geo\\time"), "\t"),
    "eurostat-tsv-new": _table(TSV.format("freq,unit,geo\\TIME_PERIOD"), "\t"),
    "databrowser-csv": _table(DATABROWSER),
    "owid-long": _table(LONG),
    "owid-wide": _table(write_wide()),
    "opensdg-data": _table(SDG),
    "opensdg-metadata": Format(METADATA.encode(), (damage_bytes,), is_refused=True),
    "csv-mapped": _table(MAPPED, ";", "geo=Land;period=Jahr;value=Wert;dims=Art"),
    "csv-plain": _table("geo,time,indicator,value\nBE,2013,deaths,1.5\nFR,2013-04,deaths,2\n"),
    "json-records": _json(RECORDS),
    "json-stat-1": _json(STAT_ONE),
    "json-stat-2": _json(write_json_stat(CUBE)),
    "sdmx-json": _json(write_sdmx_json(CUBE)),
    "sdmx-ml-2.0-compact": _xml(COMPACT),
    "sdmx-ml-2.0-utility": _xml(UTILITY),
    "sdmx-ml-2.0-cross": _xml(CROSS),
    "sdmx-ml-2.1": _xml(write_sdmx_ml(CUBE)),
    "sdmx-ml-2.1-generic": _xml(write_generic(CUBE)),
    "sdmx-ml-3.0": _xml(write_third(CUBE)),
    "xlsx-zip": Format(write_book(), (damage_bytes, damage_zip), "a.xlsx"),
    "xlsx-parts": Format(write_book(), (damage_parts,), "a.xlsx"),
    "gzip": Format(
        gzip.compress(CSV), (damage_bytes, damage_within(gzip.compress, gzip.decompress))
    ),
    "zip": Format(zip_up(CSV), (damage_bytes, damage_zip, damage_within(zip_up, unzip))),
    "evidence-svg": _document(SVG, "a.svg", damage_xml),
    "evidence-md": _document(MARKDOWN, "a.md"),
    "evidence-pdf": _document(PDF, "a.pdf"),
    "evidence-png": _document(PNG, "a.png"),
    "evidence-yaml": _document(YAML, "a.yaml"),
    "evidence-zip": _document(zip_up(CSV), "a.zip", damage_zip),
}
