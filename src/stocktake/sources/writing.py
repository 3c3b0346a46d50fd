"""Cubes written as offices write them: SDMX-ML 2.1, SDMX-CSV 2.0, JSON-stat 2.0."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from math import prod
from typing import Final
from xml.sax.saxutils import quoteattr

import polars as pl

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube
from stocktake.sources.observations import NO_PLACE
from stocktake.sources.sdmx_csv import AGENCY
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.formulas import disarm
from stocktake.vocabulary.problems import RefusedError

DENSE: Final = 2
"""Cells for each value from which a list with nulls is longer than a mapping."""

_SDMX_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SDMX_ID: Final = re.compile(r"[^A-Za-z0-9_@$-]+")
_SPACES: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_ESCAPES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
    "\r": "&#13;",
    "\t": "&#9;",
}


def _take_known(cube: Cube) -> tuple[pl.DataFrame, dict[str, str]]:
    """Observations that say something, and the SDMX names of their dimensions."""
    known = cube.frame.filter(pl.col(VALUE).is_not_null() | pl.col(FLAGS).is_not_null())
    names = {name: name.upper() for name in cube.dimensions}
    if (known[GEO] != NO_PLACE).any():
        names[GEO] = "GEO"
    if (known[PERIOD] != NO_PLACE).any():
        names[PERIOD] = "TIME_PERIOD"
    return known.sort(list(names)) if names else known, names


def _check_names(names: dict[str, str], format_: str) -> None:
    wrong = [name for name in names if not _SDMX_NAME.fullmatch(name)]
    if wrong:
        problems = [fault("name-not-sdmx", column=name, format=format_) for name in wrong]
        raise RefusedError(problems[0].line(), problems)


def _name_dataset(cube: Cube) -> str:
    return _SDMX_ID.sub("_", cube.dataset.upper()) or "DATA"


def write_sdmx_csv(cube: Cube) -> bytes:
    """SDMX-CSV 2.0 with codes; none of them is computed by a spreadsheet that opens it."""
    known, names = _take_known(cube)
    _check_names(names, "SDMX-CSV")
    structure = f"{AGENCY}:{_name_dataset(cube)}(1.0)"
    frame = known.select(
        pl.lit("dataflow").alias("STRUCTURE"),
        pl.lit(structure).alias("STRUCTURE_ID"),
        pl.lit("I").alias("ACTION"),
        *(disarm(pl.col(name)).alias(named) for name, named in names.items()),
        pl.col(VALUE).alias("OBS_VALUE"),
        pl.col(FLAGS).alias("OBS_FLAG"),
    )
    return frame.write_csv().encode()


def write_sdmx_ml(cube: Cube, prepared: str = "2000-01-01T00:00:00") -> bytes:
    """A structure-specific SDMX-ML 2.1 message; `prepared` is its moment, for equal bytes."""
    known, names = _take_known(cube)
    _check_names(names, "SDMX-ML")
    in_series = [name for name in names if name != PERIOD]
    if not in_series or PERIOD not in names:
        rows = _join_attributes("Obs", {**names, **_FACTS})
        body = known.select(rows).to_series().to_list()
        return _wrap(cube, prepared, "AllDimensions", body)
    series = pl.concat_str(_attributes({name: names[name] for name in in_series}))
    observation = _join_attributes("Obs", {PERIOD: "TIME_PERIOD", **_FACTS})
    lines = known.select(series=series, observation=observation)
    is_new = (pl.col("series") != pl.col("series").shift(1)).fill_null(True)
    opened = pl.when(is_new).then(pl.concat_str(pl.lit("</Series><Series"), "series", pl.lit(">")))
    body = lines.select(pl.concat_str(opened.fill_null(""), "observation")).to_series().to_list()
    if body:
        body[0] = body[0].removeprefix("</Series>")
        body.append("</Series>")
    return _wrap(cube, prepared, "TIME_PERIOD", body)


_FACTS: Final = {VALUE: "OBS_VALUE", FLAGS: "OBS_FLAG"}


def _attributes(names: dict[str, str]) -> list[pl.Expr]:
    """XML attributes as texts, empty where there is nothing to say."""
    return [
        pl.concat_str(
            pl.lit(f' {named}="'),
            pl.col(name).str.replace_many(list(_ESCAPES), list(_ESCAPES.values())),
            pl.lit('"'),
        ).fill_null("")
        for name, named in names.items()
    ]


def _join_attributes(element: str, names: dict[str, str]) -> pl.Expr:
    return pl.concat_str(pl.lit(f"<{element}"), *_attributes(names), pl.lit("/>"))


def _wrap(cube: Cube, prepared: str, at_observation: str, body: Sequence[str]) -> bytes:
    dataset = _name_dataset(cube)
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{dataset}(1.0)"
    space = f"{urn}:ObsLevelDim:{at_observation}"
    head = f"""<?xml version="1.0" encoding="UTF-8"?>
<mes:StructureSpecificData xmlns:mes="{_SPACES}/message"
 xmlns:ss="{_SPACES}/data/structurespecific" xmlns:com="{_SPACES}/common"
 xmlns:ns1={quoteattr(space)} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<mes:Header><mes:ID>{dataset}</mes:ID><mes:Test>false</mes:Test>
<mes:Prepared>{prepared}</mes:Prepared><mes:Sender id="{AGENCY}"/>
<mes:Structure structureID="{dataset}" namespace={quoteattr(space)}
 dimensionAtObservation="{at_observation}">
<com:Structure><Ref agencyID="{AGENCY}" id="{dataset}" version="1.0"
 class="DataStructure"/></com:Structure></mes:Structure></mes:Header>
<mes:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType" ss:structureRef="{dataset}">
"""
    lines = "\n".join(body)
    return f"{head}{lines}\n</mes:DataSet></mes:StructureSpecificData>\n".encode()


def write_json_stat(cube: Cube) -> bytes:
    """A JSON-stat 2.0 dataset; values keep their exact text."""
    known, names = _take_known(cube)
    ids = [{GEO: "geo", PERIOD: "time"}.get(name, name) for name in names]
    codes = [known[name].unique().sort().to_list() for name in names]
    position = pl.lit(0, pl.Int64)
    for name, listed in zip(names, codes, strict=True):
        at = pl.col(name).replace_strict(listed, range(len(listed)), return_dtype=pl.Int64)
        position = position * len(listed) + at
    cells = known.select(at=position, value=VALUE, flags=FLAGS)
    dataset = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.dataset,
        "updated": cube.updated,
        "extension": {"id": cube.dataset},
        "id": ids,
        "size": [len(listed) for listed in codes],
        "role": {role: [role] for role in ("time", "geo") if role in ids},
        "dimension": {
            name: {"category": {"index": listed}} for name, listed in zip(ids, codes, strict=True)
        },
        "status": dict(cells.filter(pl.col("flags").is_not_null()).select("at", "flags").rows()),
    }
    if not cube.updated:
        del dataset["updated"]
    head = json.dumps(dataset, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "value": {_write_values(cells, prod(map(len, codes)))}\n}}\n'.encode()


def _write_values(cells: pl.DataFrame, count: int) -> str:
    """A list where most cells have a value, a mapping from positions where few have."""
    valued = cells.filter(pl.col("value").is_not_null()).sort("at")
    if count > DENSE * len(valued):
        pairs = valued.select(pl.format('"{}": {}', "at", "value")).to_series()
        return "{" + ", ".join(pairs) + "}"
    every = pl.DataFrame({"at": pl.int_range(count, eager=True)})
    filled = every.join(valued, on="at", how="left", maintain_order="left")["value"]
    return "[" + ", ".join(filled.fill_null("null")) + "]"
