"""What the columns of a plain table are, where their names are the usual ones."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from stocktake.sources.codelists import read_list
from stocktake.sources.concepts import GEOS, is_dimension
from stocktake.sources.cubes import GEO, PERIOD
from stocktake.sources.mapping import Mapping
from stocktake.sources.text import TextTable, name_first, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

PLACES: Final = (
    *("geo", "geo_code", "geocode", "iso3", "iso_a3", "iso2", "iso", "country_code", "code"),
    *(name.lower() for name in GEOS),
    *("country_name", "entity", "state", "nation", "pays", "land", "nuts"),
)
TIMES: Final = (
    *("time_period", "period", "time", "year", "iyear", "date", "t", "jahr", "année", "annee"),
    *("anno", "año", "ano", "rok", "month", "quarter", "monat"),
)
VALUES: Final = ("obs_value", "value", "obsvalue", "val", "wert", "valeur", "valor", "n")
STATUSES: Final = ("flag", "flags", "flag_codes", "obs_flag", "obs_status")
_REMARKS: Final = (
    "source_url url source sources link note notes comment comments footnote footnotes "
    "note_classif note_indicator note_source"
)
REMARKS: Final = frozenset(_REMARKS.split())
_KINDS: Final = """
    indicator unit units route type subtype sex gender age age_group agegroup subgroup nat
    nationality citizen citizenship category series measure border border_type bordertype reason
    indic subject sector disaster offence crime classif1 classif2 indicator_name
    indicator_code disaster_group disaster_subgroup disaster_type event_type
"""
KINDS: Final = frozenset(_KINDS.split())
_RECORDS: Final = (
    "id event_id eventid event_id_cnty data_id incident_id case_id record_id dis_no disno."
)
RECORDS: Final = frozenset(_RECORDS.split())
"""First columns of lists of events; those of ACLED and EM-DAT among them."""

VINTAGE: Final = "vintage"
NUMBER: Final = r"^\s*(?:-?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?|:|\.\.|…|-?nan|-?inf)?\s*$"
PLACE_SHARE: Final = 0.8
FEW: Final = 20
"""Unknown columns that are named, each with the nearest known name."""


@dataclass
class PlainHead:
    """The columns by what they are, as far as their names tell."""

    table: TextTable
    places: list[str] = field(default_factory=list)
    period: str = ""
    value: str = ""
    flags: str = ""
    dimensions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    vintage: str = ""
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def geo(self) -> str:
        """The column of territory, codes rather than names."""
        return min(self.places, key=lambda name: PLACES.index(_plain(name)), default="")


def recognise(table: TextTable, given: Mapping) -> tuple[Mapping, list[Problem]]:
    """The mapping of a table with usual names; RefusedError where one must be declared.

    `given` says how cells are to be read and what no column says.
    """
    head = sort_columns(table)
    _refuse_others(head)
    if _plain(table.header[0]) in RECORDS:
        return _take_records(head, given)
    left = [*head.remarks, *_leave_names(head)]
    across = _find_across(head)
    values = (head.value,) if head.value else tuple(head.numbers)
    _refuse_unknown([*(head.numbers if head.value else ()), *head.texts])
    if not values:
        raise _ask_for("the value", table)
    if PERIOD not in given.constant and not (head.period or across == PERIOD or len(values) > 1):
        raise _ask_for("the period", table)
    if head.vintage and not _needs_vintage(head):
        left.append(head.vintage)
    elif head.vintage:
        head.dimensions.append(head.vintage)
    mapping = replace(
        given,
        geo=head.geo,
        period=head.period,
        value=values,
        dimensions=tuple(head.dimensions),
        flags=head.flags,
        across=across,
    )
    return mapping, [*_tell_left(left), *_name_empty(head)]


def _tell_left(names: list[str]) -> list[Problem]:
    return [fault("columns-left-out", row="1", names=names)] if names else []


def _take_records(head: PlainHead, given: Mapping) -> tuple[Mapping, list[Problem]]:
    """Each record is an observation of 1; its texts are dimensions by which it may be counted."""
    header = head.table.header
    period = head.period or _find_dates(head.table)
    if not period and PERIOD not in given.constant:
        raise _ask_for("the period", head.table)
    record = header[0]
    numbers = [name for name in head.numbers if name != period]
    left = {head.geo, period, record, *numbers, *head.remarks}
    dimensions = (record, *(name for name in header if name not in left))
    told = fault("event-list", row="1", column=record, geo=head.geo or "COLUMN", period=period)
    mapping = replace(given, geo=head.geo, period=period, dimensions=dimensions, count=record)
    return mapping, [told, *_tell_left([*numbers, *head.remarks])]


def _find_dates(table: TextTable) -> str:
    """The first column that is called a year or date of something and holds nothing else."""
    for name in table.header:
        texts = table.frame[name].unique().to_list()
        filled = [text for text in texts if text.strip()]
        is_named = re.search("year|date", name.lower())
        if is_named and filled and all(map(Mapping().read_period, filled)):
            return name
    return ""


def _name_empty(head: PlainHead) -> list[Problem]:
    """A column of places without any place: of which territory the file speaks is not known."""
    if head.places or not len(head.table.frame):
        return []
    places = [name for name in head.table.header if name.lower() in PLACES]
    return [fault("geo-empty", row="1", column=name) for name in places]


def _find_across(head: PlainHead) -> str:
    """In a cross-table the heads of all other columns are periods or places."""
    if head.value or not head.numbers:
        return ""
    if not head.period and all(map(Mapping().read_period, head.numbers)):
        return PERIOD
    return GEO if not head.geo and _are_places(head.numbers) else ""


def sort_columns(table: TextTable) -> PlainHead:
    """Each column where its name puts it; the first of several names of one kind counts."""
    head = PlainHead(table)
    by_lower = {_plain(name): name for name in reversed(table.header)}
    rows = len(table.frame)
    empty = {name for name in table.header if rows and (table.frame[name] == "").all()}
    head.period = _first(by_lower, TIMES, empty)
    head.value = _first(by_lower, VALUES, empty)
    head.flags = _first(by_lower, STATUSES, empty)
    taken = {head.period, head.value, head.flags}
    for name in table.header:
        if name not in taken | empty:
            _place(head, name)
    return head


def _plain(name: str) -> str:
    """A name in small letters, with _ for a blank: `Country Code` is country_code."""
    return name.lower().replace(" ", "_")


def _first(by_lower: dict[str, str], wanted: tuple[str, ...], empty: set[str]) -> str:
    found = [by_lower[name] for name in wanted if name in by_lower]
    return next((name for name in found if name not in empty), found[0] if found else "")


def _place(head: PlainHead, name: str) -> None:
    lower = _plain(name)
    if lower == VINTAGE:
        head.vintage = name
    elif lower in REMARKS:
        head.remarks.append(name)
    elif lower in PLACES:
        head.places.append(name)
    elif lower in KINDS:
        head.dimensions.append(name)
    elif head.table.frame[name].str.contains(NUMBER).all() or is_percent(head.table.frame[name]):
        head.numbers.append(name)
    elif is_dimension(name):
        head.dimensions.append(name)
    else:
        head.texts.append(name)


def is_percent(cells: pl.Series) -> bool:
    """Whether every cell that is filled ends with the sign of per cent."""
    filled = cells.filter(cells.str.strip_chars() != "")
    return bool(len(filled)) and filled.str.contains(r"^\s*-?[0-9][0-9.,]*\s?%\s*$").all()


def _refuse_others(head: PlainHead) -> None:
    """A list of codes holds no observations."""
    header = head.table.header
    lower = [name.lower() for name in header]
    twice = [name for name in header if lower.count(name.lower()) > 1]
    if twice:
        count = lower.count(twice[0].lower())
        raise refusal(fault("duplicate-column", row="1", column=twice[0], count=count))
    if len(header) == 2 and not head.period and not head.value and not head.numbers:
        raise refusal(fault("code-list", row="1"))


def _leave_names(head: PlainHead) -> list[str]:
    """Texts that say the same of a place in every row are its names; they are taken out."""
    if not head.geo:
        return []
    frame = head.table.frame
    places = frame[head.geo].n_unique()
    others = [name for name in head.places if name != head.geo]
    # Where each place has one row only, any text would seem to belong to it.
    others += head.texts if places < len(frame) else []
    names = [name for name in others if frame.select(head.geo, name).unique().height == places]
    head.texts = [name for name in (*head.places, *head.texts) if name not in {*names, head.geo}]
    return names


def _refuse_unknown(names: list[str]) -> None:
    known = sorted({*PLACES, *TIMES, *VALUES, *KINDS})
    problems = []
    for name in names[:FEW]:
        near = difflib.get_close_matches(name.lower()[:30], known, 1, 0.8)
        guess = f"Did you mean {near[0]!r}? " if near else ""
        problems.append(fault("unknown-column", row="1", column=name, guess=guess))
    if problems:
        raise refusal(*name_first(problems, len(names) - len(problems)))


def _are_places(names: list[str]) -> bool:
    known = read_list(GEO)
    codes = set(known.values())
    count = sum(name in known or name in codes for name in names)
    return len(names) > 1 and count >= PLACE_SHARE * len(names)


def _needs_vintage(head: PlainHead) -> bool:
    """Several vintages of one observation are several statements; a single one needs no column."""
    key = [name for name in (*head.dimensions, head.geo, head.period) if name]
    frame = head.table.frame
    return bool(key) and frame.select(pl.struct(key).n_unique()).item() < len(frame)


def _ask_for(what: str, table: TextTable) -> RefusedError:
    return refusal(fault("mapping-owed", row="1", what=what, names=table.header[:20]))


def is_period_text(text: str) -> bool:
    """Whether a text only describes a period: several words and no year."""
    return len(text.split()) > 1 and not re.search(r"[0-9]{4}", text)
