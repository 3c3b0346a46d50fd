"""SDMX-JSON 1.0 and 2.0 data messages: flat, series, any dimension at the observation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.concepts import (
    CONFIDENTIALITY,
    STATUS_FLAGS,
    find_first,
    find_geo,
    find_time,
)
from stocktake.sources.cubes import VALUE, Cube, refuse
from stocktake.sources.json_text import (
    Json,
    check_columns,
    items,
    mapping,
    name_unknown,
    read_json,
    refusal,
    shape,
    text_of,
    whole,
)
from stocktake.sources.observations import (
    CONFIDENTIAL,
    STATUS,
    Raw,
    build_cube,
    check_names,
    say_answer,
)
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

FORMAT: Final = "sdmx-json"
_FIELDS: Final = "header meta data dataSets structure structures errors error warning $schema"
FIELDS: Final = frozenset(_FIELDS.split())
STRUCTURES: Final = frozenset({"dataStructures", "codelists", "dataflows", "conceptSchemes"})
LEVELS: Final = ("dataSet", "series", "observation")


def read(content: bytes) -> Cube:
    """The cube of an SDMX-JSON data message."""
    try:
        return read_found(read_json(content))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def looks_like(found: Json) -> bool:
    """Whether the JSON is SDMX-JSON of some version, data or not."""
    if not isinstance(found, dict):
        return False
    return bool({"dataSets", "data", "structure", "errors"} & set(found))


def read_found(found: Json) -> Cube:
    """The cube of JSON that was parsed already."""
    try:
        return build_cube(_read_message(mapping(found, "The file")))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _read_message(found: dict[str, Json]) -> Raw:
    for answer in items(found.get("errors") or [], "errors"):
        raise refusal(_say_error(mapping(answer, "errors")))
    # Version 1 has its parts at the top, version 2 within data.
    data = mapping(found.get("data", found), "data")
    if "dataSets" not in data and data.keys() & STRUCTURES:
        raise refusal(fault("structure-message", what="SDMX-JSON", path="datastructure"))
    structures = data.get("structures") or [data.get("structure")]
    listed = items(data.get("dataSets") or [], "dataSets")
    datasets = [mapping(one, "dataSets") for one in listed]
    for one in datasets:
        _refuse_deleting(text_of(one.get("action")))
    read = [_read_dataset(one, structures) for one in datasets]
    return _join_datasets(found, [(layout, frame) for layout, frame in read if len(frame)])


def _refuse_deleting(action: str) -> None:
    if action.lower() == "delete":
        raise refusal(fault("delete-message", what=f"action {action}"))


def _say_error(answer: dict[str, Json]) -> Problem:
    number = text_of(answer.get("code")) or text_of(answer.get("status"))
    text = text_of(answer.get("title")) or text_of(answer.get("message"))
    return say_answer(number, text or text_of(answer.get("detail")))


@dataclass(frozen=True)
class _Component:
    """A dimension or attribute of the structure, with its codes in order."""

    name: str
    codes: list[str]
    roles: frozenset[str]
    is_coded: bool


@dataclass
class _Layout:
    """Dimensions and attributes by level."""

    dataset: str
    dimensions: dict[str, list[_Component]]
    attributes: dict[str, list[_Component]]
    measures: int = 1

    @property
    def names(self) -> list[str]:
        """Dimensions in the order of their levels."""
        return [one.name for level in LEVELS for one in self.dimensions[level]]

    def find_role(self, *wanted: str) -> str:
        """The dimension that has one of these roles."""
        every = [one for level in LEVELS for one in self.dimensions[level]]
        return next((one.name for one in every if one.roles & set(wanted)), "")


def _read_layout(found: Json) -> _Layout:
    structure = mapping(found, "structure")
    dimensions = mapping(structure.get("dimensions"), "dimensions")
    attributes = mapping(structure.get("attributes") or {}, "attributes")
    measures = mapping(structure.get("measures") or {}, "measures").get("observation")
    every = [*dimensions.values(), *attributes.values()]
    check_columns(sum(len(part) for part in every if isinstance(part, list)))
    layout = _Layout(
        _name_dataset(structure),
        {level: _read_components(dimensions.get(level)) for level in LEVELS},
        {level: _read_components(attributes.get(level)) for level in LEVELS},
        max(len(measures), 1) if isinstance(measures, list) else 1,
    )
    if not layout.names:
        raise shape("The structure", "it has no dimensions")
    check_names(layout.names)
    if not layout.names:
        raise shape("structure", "it has no dimensions")
    return layout


def _name_dataset(structure: dict[str, Json]) -> str:
    """The id in the address of the dataflow: .../ECB/EXR/1.0 or ...=ECB:EXR(1.0)."""
    for link in structure.get("links") or []:
        said = link if isinstance(link, dict) else {}
        urn = text_of(said.get("urn"))
        if "Dataflow=" in urn:
            return urn.partition("Dataflow=")[2].rpartition(":")[2].partition("(")[0]
        parts = text_of(said.get("href")).partition("/dataflow/")[2].split("/")
        if len(parts) >= 2:
            return parts[1] if len(parts) > 2 else parts[0]
    return text_of(structure.get("id"))


def _read_components(found: Json) -> list[_Component]:
    """Those that take a place in the data: the OECD leaves out what has an empty list of values."""
    listed = [mapping(one, "structure") for one in items(found or [], "structure")]
    return [_read_component(one) for one in listed if one.get("values") != []]


def _read_component(found: dict[str, Json]) -> _Component:
    roles = found.get("roles") or found.get("role") or []
    values = found.get("values")
    return _Component(
        text_of(found.get("id")),
        [_read_code(value) for value in items(values or [], "values")],
        frozenset([roles] if isinstance(roles, str) else filter(None, map(text_of, roles))),
        bool(values),
    )


def _read_code(found: Json) -> str:
    value = found if isinstance(found, dict) else {"id": found}
    return text_of(value.get("id")) or text_of(value.get("value")) or text_of(value.get("name"))


_KEY: Final = "\x1fkey"


@dataclass
class _Cells:
    """Observations of all series of a dataset, column by column."""

    keys: list[str] = field(default_factory=list)
    values: list[str | None] = field(default_factory=list)
    status: list[str | None] = field(default_factory=list)
    confidential: list[str | None] = field(default_factory=list)

    def make_frame(self) -> pl.DataFrame:
        """The columns as a frame."""
        columns = {
            _KEY: self.keys,
            VALUE: self.values,
            STATUS: self.status,
            CONFIDENTIAL: self.confidential,
        }
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _read_dataset(dataset: dict[str, Json], structures: Json) -> tuple[_Layout, pl.DataFrame]:
    number = whole(dataset.get("structure", "0"), "structure")
    listed = items(structures, "structures")
    if number >= len(listed):
        raise shape("dataSets", f"it names structure {number} of {len(listed)}")
    layout, cells = _read_layout(listed[number]), _Cells()
    series = mapping(dataset.get("series") or {}, "series")
    flat = mapping(dataset.get("observations") or {}, "observations")
    if series and flat:
        raise shape("dataSets", "it has series and observations side by side")
    _read_observations(layout, cells, flat, "", {})
    for key, one in series.items():
        found = mapping(one, "series")
        shared = _read_attributes(layout, "series", found.get("attributes") or [])
        inner = mapping(found.get("observations") or {}, "observations")
        _read_observations(layout, cells, inner, key, shared)
    return layout, _name_keys(layout, cells.make_frame(), bool(series), dataset)


def _read_attributes(layout: _Layout, level: str, found: Json) -> dict[str, str]:
    """Attributes as texts by name; what stands beyond them are annotations."""
    components = layout.attributes[level]
    pairs = zip(components, items(found, "attributes"), strict=False)
    return {one.name: text for one, value in pairs if (text := _read_attribute(one, value))}


def _read_attribute(component: _Component, value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(filter(None, (_read_attribute(component, one) for one in value)))
    if not component.is_coded or not isinstance(value, str):
        return text_of(value)
    if not value.isdecimal():
        return value
    at = whole(value, f"The attribute {component.name}")
    if at >= len(component.codes):
        raise shape(
            f"The attribute {component.name}", f"it names value {at} of {len(component.codes)}"
        )
    return component.codes[at]


def _read_observations(
    layout: _Layout, cells: _Cells, found: dict[str, Json], key: str, shared: dict[str, str]
) -> None:
    rows = [items(row, "observations") for row in found.values()]
    values = [row[0] if row else None for row in rows]
    if not set(map(type, values)) <= {str, type(None)}:
        raise shape("observations", "a value is no number, text or null")
    cells.keys += [f"{key}|{at}" for at in found]
    cells.values += values
    cells.status += _read_flags(layout, rows, STATUS_FLAGS, shared)
    cells.confidential += _read_flags(layout, rows, CONFIDENTIALITY, shared)


def _read_flags(
    layout: _Layout, rows: Sequence[list[Json]], wanted: Sequence[str], shared: dict[str, str]
) -> list[str | None]:
    """The status of each observation: its own, else that of its series."""
    names = [one.name for one in layout.attributes["observation"]]
    own = find_first(names, wanted)
    default = shared.get(find_first(shared, wanted)) or None
    if not own:
        return [default] * len(rows)
    component = layout.attributes["observation"][names.index(own)]
    at = layout.measures + names.index(own)
    return [
        (_read_attribute(component, row[at]) if len(row) > at else "") or default for row in rows
    ]


def _name_keys(
    layout: _Layout, frame: pl.DataFrame, in_series: bool, dataset: dict[str, Json]
) -> pl.DataFrame:
    """Codes instead of positions, level by level."""
    parts = frame[_KEY].str.splitn("|", 2).struct.rename_fields(["series", "observation"])
    columns: list[pl.Series] = []
    for level in LEVELS:
        components = layout.dimensions[level]
        if level == "dataSet" or (level == "series" and not in_series):
            columns += _fix_components(components, len(frame))
        else:
            columns += _split_key(components, parts.struct.field(level))
    shared = _read_attributes(layout, "dataSet", dataset.get("attributes") or [])
    status = shared.get(find_first(shared, STATUS_FLAGS)) or None
    return pl.DataFrame(columns).with_columns(
        frame[VALUE],
        frame[STATUS].fill_null(status) if status else frame[STATUS],
        frame[CONFIDENTIAL],
    )


def _fix_components(components: Sequence[_Component], length: int) -> Iterator[pl.Series]:
    """Dimensions with one code for the whole dataset."""
    for one in components:
        if len(one.codes) != 1:
            raise shape(f"The dimension {one.name}", f"it has {len(one.codes)} codes for all data")
        yield pl.Series(one.name, one.codes, dtype=pl.String).new_from_index(0, length)


def _split_key(components: Sequence[_Component], keys: pl.Series) -> Iterator[pl.Series]:
    """Dimensions named by position in a key such as 0:12:3."""
    if not components:
        return
    if (keys.str.count_matches(":", literal=True) != len(components) - 1).any():
        raise shape("A key of the data", f"it has not {len(components)} parts")
    if keys.str.contains(r"[^0-9:]").any():
        raise shape("A key of the data", "it holds more than whole numbers")
    fields = keys.str.split_exact(":", len(components) - 1)
    for number, one in enumerate(components):
        at = fields.struct.field(f"field_{number}").cast(pl.UInt32, strict=False)
        if at.null_count() or (len(at) and int(at.max() or 0) >= len(one.codes)):  # type: ignore[arg-type]
            raise shape(f"The dimension {one.name}", "a key names a code that is not listed")
        codes = pl.Series(one.name, one.codes, dtype=pl.String)
        yield codes.gather(at)


def _join_datasets(found: dict[str, Json], read: Sequence[tuple[_Layout, pl.DataFrame]]) -> Raw:
    if not read:
        raise refusal(fault("no-observations"))
    layout = read[0][0]
    names = layout.names
    time = layout.find_role("TIME_PERIOD", "time") or find_time(names)
    rest = [name for name in names if name != time]
    head = found.get("header") or found.get("meta")
    return Raw(
        FORMAT,
        pl.concat([frame for _, frame in read], how="diagonal"),
        names,
        layout.find_role("REF_AREA", "GEO", "geo") or find_geo(rest),
        time,
        layout.dataset,
        text_of(head.get("prepared")) if isinstance(head, dict) else "",
        [*name_unknown(found, FIELDS), *_tell_besides(layout, read)],
    )


def _tell_besides(
    layout: _Layout, read: Sequence[tuple[_Layout, pl.DataFrame]]
) -> Iterator[Problem]:
    shapes = {" ".join(sorted(one.names)) for one, _ in read}
    if len(shapes) > 1:
        yield fault("several-datasets", names=sorted(shapes))
    if layout.measures > 1:
        yield fault("unknown-field", cell="measures")
