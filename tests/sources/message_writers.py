"""Cubes in the forms we read and do not export: generic SDMX-ML 2.1 and SDMX-JSON 2.0."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube

SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"


def published(cube: Cube) -> dict[str, str]:
    """Our names and those of SDMX."""
    names = {name: name.upper() for name in cube.dimensions}
    return {**names, GEO: "GEO", PERIOD: "TIME_PERIOD"}


def write_generic(cube: Cube) -> bytes:
    """All dimensions at the observation."""
    names = published(cube)
    observations = []
    for row in cube.frame.iter_rows(named=True):
        key = "".join(
            f"<g:Value id={quoteattr(name)} value={quoteattr(row[ours])}/>"
            for ours, name in names.items()
        )
        value = "NaN" if row[VALUE] is None else row[VALUE]
        flags = f'<g:Value id="OBS_FLAG" value="{row[FLAGS]}"/>' if row[FLAGS] else ""
        observations.append(
            f'<g:Obs><g:ObsKey>{key}</g:ObsKey><g:ObsValue value="{value}"/>'
            f"<g:Attributes>{flags}</g:Attributes></g:Obs>"
        )
    return (
        f'<m:GenericData xmlns:m="{SPACE}/message" xmlns:g="{SPACE}/data/generic"><m:Header>'
        '<m:Structure structureID="S" dimensionAtObservation="AllDimensions"/></m:Header>'
        f'<m:DataSet structureRef="S">{"".join(observations)}</m:DataSet></m:GenericData>'
    ).encode()


def write_sdmx_json(cube: Cube) -> bytes:
    """Series with the time at the observation."""
    names = published(cube)
    codes = {ours: cube.frame[ours].unique().sort().to_list() for ours in names}
    flags = sorted({text for text in cube.frame[FLAGS] if text})
    series: dict[str, dict[str, dict[str, list[object]]]] = {}
    for row in cube.frame.iter_rows(named=True):
        key = ":".join(str(codes[ours].index(row[ours])) for ours in names if ours != PERIOD)
        at = str(codes[PERIOD].index(row[PERIOD]))
        value = None if row[VALUE] is None else Raw(row[VALUE])
        flag = flags.index(row[FLAGS]) if row[FLAGS] else None
        series.setdefault(key, {"observations": {}})["observations"][at] = [value, flag]
    components = {
        ours: {"id": name, "values": [{"id": code} for code in codes[ours]]}
        for ours, name in names.items()
    }
    time = components.pop(PERIOD)
    structure = {
        "dimensions": {
            "dataSet": [],
            "series": list(components.values()),
            "observation": [{**time, "roles": ["TIME_PERIOD"]}],
        },
        "attributes": {
            "observation": [{"id": "OBS_FLAG", "values": [{"id": flag} for flag in flags]}]
            if flags
            else []
        },
    }
    if not flags:
        for one in series.values():
            for cells in one["observations"].values():
                del cells[1:]
    message = {
        "data": {"structures": [structure], "dataSets": [{"structure": 0, "series": series}]}
    }
    return dump(message).encode()


class Raw(float):
    """A number that is written with exactly these digits."""

    def __new__(cls, text: str) -> Raw:
        made = super().__new__(cls, float(text))
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


def dump(found: object) -> str:
    """JSON that keeps the digits of `Raw`; the standard encoder writes floats by their value."""
    if isinstance(found, Raw):
        return found.text
    if isinstance(found, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{dump(one)}" for key, one in found.items()) + "}"
    if isinstance(found, list):
        return "[" + ",".join(map(dump, found)) + "]"
    return json.dumps(found)
