"""Every CSV and TSV file that offices published and we hold: data, structure or metadata.

The counts are those of SOURCES.md, in observations: rows times measures where a row has several.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from specimens import RAW, needs_raw

from stocktake.sources import (
    databrowser,
    eurostat_tsv,
    mapped_csv,
    opensdg,
    owid,
    sdmx_csv,
)
from stocktake.sources.codelists import map_labels
from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube, digest

pytestmark = needs_raw

READERS: dict[str, Callable[..., Cube]] = {
    "databrowser": databrowser.read,
    "tsv": eurostat_tsv.read,
    "csv": mapped_csv.read,
    "opensdg": opensdg.read,
    "owid": owid.read,
    "sdmx": sdmx_csv.read,
}
CRIME, TERROR, CYBER = "objective1_crime", "objective2_terrorism", "objective3_cyber"
BORDERS, CRISES, EXAMPLES = "objective4_borders", "objective5_crises", "parser_fixtures/sdmx_csv"
MCD = f"{CRISES}/gwis/MCD64.006.yearly-gfed-emissions-burned-area.2002-2023."
EVENTS = {"count": "ID", "geo": "receiver_country", "period": "year"}
GTD = {
    "geo": "Country",
    "value": "Number of Incidents|Number Killed|Number Injured",
    "set.period": "1993",
}
EMDAT = {
    "geo": "geo",
    "period": "t",
    "value": "events|affected|deaths|damages",
    "dims": "subgroup|type",
    "parts": "part",
}

# file, reader, observations with a value, missing ones, what else the reader must be told
DATA: list[tuple[str, str, int, int, dict[str, object]]] = [
    ("common/demo_pjan_1_Data_dw.csv", "databrowser", 535, 45, {}),
    ("common/tps00001_old_tsv_vintage2016.tsv", "tsv", 625, 23, {}),
    ("common/tps00001_old_tsv_vintage2020.tsv", "tsv", 632, 28, {}),
    ("common/tps00001_sdmxcsv_natix.csv", "sdmx", 1093, 0, {}),
    ("derived/emdat_disaster_from_rda.csv", "csv", 15409, 6095, {"mapping": EMDAT}),
    ("derived/frontex_ibc_monthly_from_rda.csv", "csv", 34273, 0, {}),
    (f"{CRIME}/crim_off_cat_sdmxcsv_natix.csv", "sdmx", 17474, 0, {}),
    (f"{CRIME}/crim_pris_ctz_natix.csv", "sdmx", 2188, 0, {}),
    (f"{CRIME}/estat_crim_off_cat.tsv", "tsv", 17474, 5896, {}),
    (f"{CRIME}/opensdg_de_16-2.csv", "opensdg", 9, 7, {}),
    (f"{CRIME}/opensdg_de_16-3-ab.csv", "opensdg", 27, 1, {}),
    (f"{CRIME}/opensdg_de_16-4.csv", "opensdg", 6, 10, {}),
    (f"{CRIME}/opensdg_uk_16-1-1_homicide.csv", "opensdg", 357, 5, {"without": [34]}),
    (f"{CRIME}/opensdg_uk_16-2-2_trafficking_victims.csv", "opensdg", 429, 0, {}),
    (f"{CRIME}/opensdg_uk_16-5-1_bribery.csv", "opensdg", 30, 0, {}),
    (f"{CRIME}/owid_cpi_2018.csv", "owid", 1229, 0, {}),
    (f"{CRIME}/unodc_homicide_prepared_adkatkaeva.csv", "csv", 13080, 0, {}),
    (f"{TERROR}/fivethirtyeight_eu_terrorism_fatalities_by_country.csv", "csv", 540, 0, {}),
    (f"{TERROR}/fivethirtyeight_eu_terrorism_fatalities_by_year.csv", "csv", 29, 0, {}),
    (
        f"{TERROR}/fivethirtyeight_gtd_country_stats_1993_appendix2.csv",
        "csv",
        381,
        0,
        {"mapping": GTD},
    ),
    (f"{TERROR}/opensdg_uk_16-1-2_conflict_deaths.csv", "opensdg", 14, 0, {}),
    (f"{TERROR}/owid_gtd2018_attacks_by_target.csv", "owid", 96206, 0, {}),
    (f"{TERROR}/owid_gtd2018_attacks_by_type.csv", "owid", 39357, 0, {}),
    (f"{TERROR}/owid_rand_terrorism_incidents.csv", "owid", 7053, 516, {}),
    (f"{CYBER}/eurepoc_dashboard_evolution.csv", "csv", 1242, 0, {"mapping": EVENTS}),
    (f"{CYBER}/eurepoc_dashboard_incident_types.csv", "csv", 1242, 0, {"mapping": EVENTS}),
    (f"{CYBER}/eurepoc_dashboard_inclusion.csv", "csv", 1242, 0, {"mapping": EVENTS}),
    (f"{BORDERS}/dw_frontex_ibc_by_route_2008_2018.csv", "csv", 65, 1, {}),
    (f"{BORDERS}/dw_germany_migration_indicators_2010_2018.csv", "csv", 39, 15, {}),
    (f"{BORDERS}/migr_eiord_1_Data.csv", "databrowser", 220, 18, {}),
    (f"{BORDERS}/migr_eiord_Data_allcitizens.csv", "databrowser", 26235, 2310, {}),
    (f"{BORDERS}/migr_eipre_1_Data_allcitizens.csv", "databrowser", 27272, 2308, {}),
    (f"{BORDERS}/migr_eipre_sdmxcsv_natix.csv", "sdmx", 2535, 0, {}),
    (f"{BORDERS}/migr_eirfs_1_Data_mit2012.csv", "databrowser", 27940, 1100, {}),
    (f"{BORDERS}/migr_eirfs_Data_allcitizenships.csv", "databrowser", 27457, 1253, {}),
    (f"{BORDERS}/migr_eirfs_sdmxcsv_natix.csv", "sdmx", 327, 0, {}),
    (f"{BORDERS}/migr_eirtn_1_Data.csv", "databrowser", 439, 37, {}),
    (f"{CRISES}/opensdg_uk_13-1-1_deaths_forces_of_nature.csv", "opensdg", 2106, 0, {}),
    (f"{CRISES}/owid_natural_disasters_1900_2019_emdat_2020.csv", "owid", 4263, 1596, {}),
    (f"{CRISES}/owid_natural_disasters_emdat.csv", "owid", 205419, 713466, {}),
    *(
        (f"{CRISES}/effis/estimates-by-country_{code}_2006_2024.csv", "csv", count, 0, {})
        for code, count in {
            **dict.fromkeys(("ALB", "HRV", "MNE"), 44),
            **dict.fromkeys(("BIH", "CYP", "ESP", "FRA", "GRC", "ITA", "TUR"), 40),
        }.items()
    ),
    *(
        (f"{MCD}{name}.csv", "csv", 286, 0, {})
        for name in (
            *("CYP_Cyprus", "ESP_Spain", "FRA_France", "GRC_Greece", "HRV_Croatia", "ITA_Italy"),
        )
    ),
    *(
        (f"{EXAMPLES}/example-{number}.csv", "sdmx", count, 0, {})
        for number, count in {
            **dict.fromkeys(("01", "04", "05", "06", "07", "08", "10", "11", "15"), 2),
            "02": 4,
            "03": 4,
            "09A": 3,
            "13": 1,
        }.items()
    ),
    ("tables/eu_climate_losses_highlights.csv", "csv", 11, 0, {}),
    ("tables/eurobarometer390_cybersecurity_2012.csv", "csv", 7, 0, {}),
    ("tables/eurostat_online_security_2010_2015_2019.csv", "csv", 49, 0, {}),
    ("tables/frontex_fran_summary_by_vintage.csv", "csv", 120, 25, {}),
    ("tables/frontex_ibc_by_route_2009_2013_ara2014.csv", "csv", 75, 0, {}),
    ("tables/frontex_refusals_by_border_type_2010_2013_ara2014.csv", "csv", 16, 0, {}),
    ("tables/organised_crime_operational_indicators.csv", "csv", 10, 0, {}),
    ("tables/tesat_arrests_by_year.csv", "csv", 33, 0, {}),
    ("tables/tesat_attacks_by_year.csv", "csv", 18, 0, {}),
    ("tables/tesat_by_member_state.csv", "csv", 27, 0, {}),
    ("tables/tesat_convictions_by_year.csv", "csv", 17, 0, {}),
    ("tables/tesat_deaths_by_year.csv", "csv", 39, 0, {}),
    ("tables/tftp_leads_by_review_period.csv", "csv", 2, 0, {}),
    ("tables/ucpm_activations.csv", "csv", 6, 0, {}),
]

# file, reader, the code that names what it is
OTHER: list[tuple[str, str, str]] = [
    (f"{CRIME}/codelist_geo_klbek.csv", "csv", "code-list"),
    (f"{CRIME}/codelist_iccs_klbek.csv", "csv", "code-list"),
    (f"{CRIME}/opensdg_uk_16-1-1_meta.md", "opensdg", "metadata-file"),
    (f"{CRIME}/opensdg_uk_16-2-2_meta.md", "opensdg", "metadata-file"),
    (f"{CRISES}/opensdg_uk_13-1-1_meta.md", "opensdg", "metadata-file"),
    (f"{CRIME}/opensdg_uk_16-4-1_illicit_flows_NODATA.csv", "opensdg", "no-data"),
    (f"{EXAMPLES}/example-09B.csv", "sdmx", "dimension-missing"),
    (f"{EXAMPLES}/example-12.csv", "sdmx", "values-absent"),
    (f"{EXAMPLES}/example-14.csv", "sdmx", "values-absent"),
    *(
        (f"{EXAMPLES}/example-{number}.csv", "sdmx", "delete-message")
        for number in ("16", "17", "18", "19A", "19B")
    ),
]
# What is data, but not to be taken as it stands: a person must say how.
UNTOLD: list[tuple[str, str, str]] = [
    (f"{CRIME}/opensdg_uk_16-1-1_homicide.csv", "opensdg", "duplicate-observation"),
    ("derived/emdat_disaster_from_rda.csv", "csv", "duplicate-observation"),
    (f"{CYBER}/eurepoc_dashboard_evolution.csv", "csv", "event-list"),
    (f"{TERROR}/fivethirtyeight_gtd_country_stats_1993_appendix2.csv", "csv", "unknown-column"),
]


def read_file(name: str, reader: str, **told: object) -> Cube:
    return READERS[reader]((RAW / name).read_bytes(), **told)


@pytest.mark.parametrize(
    ("name", "reader", "values", "missing", "told"), DATA, ids=[row[0] for row in DATA]
)
def test_data_is_read_whole(
    name: str, reader: str, values: int, missing: int, told: dict[str, object]
) -> None:
    cube = read_file(name, reader, **told)
    assert not cube.is_refused, [problem.line() for problem in cube.problems]
    found = cube.frame[VALUE]
    assert (len(found) - found.null_count(), found.null_count()) == (values, missing)
    assert cube.frame.columns == [*cube.dimensions, GEO, PERIOD, VALUE, FLAGS]
    assert cube.frame.select(cube.key).is_duplicated().sum() == 0


@pytest.mark.parametrize(("name", "reader", "code"), [*OTHER, *UNTOLD])
def test_what_is_no_data_is_refused_by_name(name: str, reader: str, code: str) -> None:
    cube = read_file(name, reader)
    assert cube.is_refused
    assert code in {problem.code for problem in cube.problems}
    assert cube.frame.is_empty()


def test_every_table_we_hold_is_classed() -> None:
    held = {str(path.relative_to(RAW)) for path in RAW.rglob("*.[ct]sv")}
    held |= {str(path.relative_to(RAW)) for path in RAW.rglob("*.xlsx")}
    assert held - {row[0] for row in [*DATA, *OTHER]} == set()


def test_codes_in_tsv_and_labels_in_sdmx_csv_are_one_dataset() -> None:
    codes = read_file(f"{CRIME}/estat_crim_off_cat.tsv", "tsv")
    labels = map_labels(read_file(f"{CRIME}/crim_off_cat_sdmxcsv_natix.csv", "sdmx"))
    assert labels.labels == frozenset()
    assert digest(codes) == digest(labels)
    assert labels.updated == "2024-04-23T23:00:00"


def value_of(cube: Cube, geo: str, period: str, **codes: str) -> tuple[str | None, str | None]:
    wanted = {GEO: geo, PERIOD: period, **codes}
    found = cube.frame.filter(**wanted)
    assert len(found) == 1
    return found[VALUE][0], found[FLAGS][0]


def test_the_census_of_2011_revised_germany() -> None:
    old = read_file("common/tps00001_old_tsv_vintage2016.tsv", "tsv")
    new = read_file("common/tps00001_old_tsv_vintage2020.tsv", "tsv")
    last = map_labels(read_file("common/tps00001_sdmxcsv_natix.csv", "sdmx"))
    assert value_of(old, "DE", "2011") == ("81751602", None)
    assert value_of(new, "DE", "2011") == ("80222065", "b")
    assert value_of(last, "DE", "2011") == ("80222065", "b")


def test_the_three_compositions_of_the_union_stay_three_places() -> None:
    new = read_file("common/tps00001_old_tsv_vintage2020.tsv", "tsv")
    places = set(new.frame[GEO])
    assert {"EU27_2007", "EU28", "EU27_2020", "EL", "UK", "XK", "FX"} <= places
    old = map_labels(read_file(f"{BORDERS}/migr_eirfs_1_Data_mit2012.csv", "databrowser"))
    late = map_labels(read_file(f"{BORDERS}/migr_eirfs_sdmxcsv_natix.csv", "sdmx"))
    assert value_of(late, "EU27_2020", "2016") == ("318990", None)
    assert {"EU28"} <= set(old.frame[GEO])
    assert value_of(late, "EU27_2020", "2023")[1] == "e"


def test_every_label_of_place_and_citizenship_has_a_code() -> None:
    for name in ("migr_eirfs_1_Data_mit2012", "migr_eirfs_Data_allcitizenships"):
        cube = map_labels(read_file(f"{BORDERS}/{name}.csv", "databrowser"))
        assert cube.labels == {"indic_mg"}
        assert {"CI", "XK", "STLS"} & set(cube.frame["citizen"])


def test_refusals_of_2011_by_vintage_of_the_report() -> None:
    cube = read_file("tables/frontex_fran_summary_by_vintage.csv", "csv")
    found = cube.frame.filter(period="2011").filter(
        cube.frame.filter(period="2011")["indicator"].str.contains("Refusals of entry")
    )
    assert {"118087", "118111", "118277"} <= set(found[VALUE])


def test_disaster_types_are_no_places() -> None:
    cube = read_file(f"{CRISES}/owid_natural_disasters_1900_2019_emdat_2020.csv", "owid")
    assert cube.dimensions == ("entity", "indicator")
    assert set(cube.frame[GEO]) == {"-"}


def test_cyber_incidents_are_counted_once_however_many_rows_they_have() -> None:
    cube = read_file(f"{CYBER}/eurepoc_dashboard_evolution.csv", "csv", mapping=EVENTS)
    assert value_of(cube, "Germany", "2023") == ("41", None)
    assert value_of(cube, "Germany", "2022") == ("14", None)


def test_fires_of_a_country_that_only_the_file_name_says() -> None:
    told = "period=Year;value=Burned Area (ha)|Number of Fires;set.geo=EL"
    name = f"{CRISES}/effis/estimates-by-country_GRC_2006_2024.csv"
    cube = read_file(name, "csv", mapping=told)
    assert value_of(cube, "EL", "2007", indicator="Burned Area (ha)") == ("271715", None)
