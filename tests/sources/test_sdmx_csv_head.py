"""What each column of an SDMX-CSV message is."""

from __future__ import annotations

import pytest

from stocktake.sources.sdmx_csv_head import read_head, take_identities
from stocktake.sources.text import load_table
from stocktake.vocabulary.problems import RefusedError


@pytest.mark.parametrize(
    ("head", "dimensions", "measures"),
    [
        ("DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG", "freq geo TIME_PERIOD", 1),
        ("STRUCTURE,STRUCTURE_ID,OBS_VALUE,UNIT,GEO,TIME_PERIOD,UPDATED", "GEO TIME_PERIOD", 1),
        ("STRUCTURE,STRUCTURE_ID,UNIT,TIME_PERIOD,OBS_VALUE,UNIT_MULT", "UNIT TIME_PERIOD", 1),
        ("STRUCTURE,STRUCTURE_ID,DIM_1,MEAS_A,MEAS_B,A.B[],C[en;fr]", "DIM_1", 2),
        ("KEY,ODD_NAME,TIME_PERIOD,OBS_VALUE,TITLE,OBS_COM", "ODD_NAME TIME_PERIOD", 1),
    ],
)
def test_columns_go_where_name_and_place_put_them(
    head: str, dimensions: str, measures: int
) -> None:
    found = read_head(load_table(head.encode(), separators=","))
    assert (" ".join(found.dimensions), len(found.measures)) == (dimensions, measures)


def test_names_and_codes_alone_are_kept_of_both() -> None:
    table = take_identities(load_table(b"STRUCTURE;GEO: Place\ndataflow;BE: Belgium: all\n"))
    assert (table.header, table.frame["GEO"][0]) == (("STRUCTURE", "GEO"), "BE")
    table = take_identities(load_table(b"STRUCTURE,REF_AREA:Place\ndataflow,CH: Switzerland\n"))
    assert (table.header, table.frame["REF_AREA"][0]) == (("STRUCTURE", "REF_AREA"), "CH")
    text = b"DATAFLOW,geo:Geopolitical entity,TIME_PERIOD:Time\nX,AT:Austria,2012-01-01T00:00:00\n"
    table = take_identities(load_table(text))
    assert table.frame.select("geo", "TIME_PERIOD").row(0) == ("AT", "2012-01-01T00:00:00")
    with pytest.raises(RefusedError):
        take_identities(load_table(b"GEO: a;GEO: b\n1;2\n"))
