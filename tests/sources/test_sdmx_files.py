"""Each XML, JSON and zip file of the collection: data with its counts, or refused by name."""

import pytest
from lxml import etree
from specimens import RAW, needs_raw

from stocktake.sources.cubes import digest
from stocktake.sources.recognise import read_any

pytestmark = needs_raw

ML, JSTAT, SJSON = (f"parser_fixtures/{name}" for name in ("sdmx_ml", "jsonstat", "sdmx_json"))

DATA = {
    # file: dataset, values, missing, dimensions besides geo and period
    f"{ML}/ECB_EXR_ng-flat.xml": ("ECB_EXR_NG", 12, 0, 5),
    f"{ML}/ECB_EXR_ng-ts-ss.xml": ("ECB_EXR_NG", 12, 0, 5),
    f"{ML}/ECB_EXR_ng-ts.xml": ("ECB_EXR_NG", 12, 0, 5),
    f"{ML}/ECB_EXR_ng-xs.xml": ("ECB_EXR_NG", 12, 0, 5),
    f"{ML}/ESTAT_NAMA_10_GDP-ss.xml": ("NAMA_10_GDP", 4, 0, 3),
    f"{ML}/ESTAT_demography-xs.xml": ("DEMOGRAPHY", 55, 5, 3),
    f"{ML}/INSEE_IPI-2010-A21.xml": ("IPI-2010-A21", 3230, 0, 3),
    f"{ML}/INSEE_bug-series-freq-data.xml": ("SERIES_BDM", 756, 0, 1),
    f"{ML}/v3_ECB_EXR0.xml": ("EXR", 116, 0, 5),
    f"{ML}/v3_ECB_EXR_CA.xml": ("EXR", 3, 0, 5),
    f"{JSTAT}/cso_ie_CIA01.json": ("", 8325, 0, 2),
    f"{JSTAT}/eurostat_api_env_waseleeos.json": ("ENV_WASELEEOS", 612, 0, 4),
    f"{JSTAT}/eurostat_api_isoc_ci_cm_h_A1.json": ("ISOC_CI_CM_H", 700, 34, 4),
    f"{JSTAT}/eurostat_api_isoc_ci_cm_h_A2.json": ("ISOC_CI_CM_H", 368, 0, 4),
    f"{JSTAT}/eurostat_api_isoc_e_dii.json": ("ISOC_E_DII", 133, 1, 5),
    f"{JSTAT}/eurostat_nama_gdp_c_IT_FR_jsonstat1.json": ("nama_gdp_c", 64, 74, 2),
    f"{JSTAT}/eurostat_nama_gdp_c_jsonstat1.json": ("nama_gdp_c", 1134, 1902, 2),
    f"{JSTAT}/jsonstat_org_oecd.json": ("", 432, 0, 1),
    f"{SJSON}/ECB_EXR_flat_v1.json": ("EXR", 4, 0, 5),
    f"{SJSON}/ECB_EXR_ts_v1.json": ("EXR", 4, 0, 5),
    f"{SJSON}/OECD_data-PART2-all-all.json": ("PART2", 7, 0, 5),
    f"{SJSON}/v3_agri.json": ("MILLED_RICE", 12, 0, 1),
    f"{SJSON}/v3_exr-flat.json": ("EXR", 4, 0, 5),
    f"{SJSON}/v3_exr-time-series.json": ("EXR", 4, 0, 5),
    "objective3_cyber/desi_country_profile_facts.json": ("", 677, 0, 3),
}
"""Files that hold data."""

REFUSED = {
    f"{ML}/ECB_EXR_ng-structure.xml": "structure-message",
    f"{ML}/ESTAT_CL_FREQ_3.9.xml": "structure-message",
    f"{ML}/ESTAT_CL_INDIC_IS_25.2.xml": "structure-message",
    f"{ML}/ESTAT_CL_SIZE_EMP_7.0.xml": "structure-message",
    f"{ML}/ESTAT_GOV_10Q_GGNFA.xml": "structure-message",
    f"{ML}/ESTAT_ISOC_CISCE_IC_39.0_dsd.xml": "structure-message",
    f"{ML}/ESTAT_ISOC_CISCE_RA_41.0_dsd.xml": "structure-message",
    f"{ML}/ESTAT_apro_mk_cola-structure.xml": "structure-message",
    f"{ML}/ESTAT_demography-structure.xml": "structure-message",
    f"{ML}/ESTAT_esms-structure.xml": "structure-message",
    f"{ML}/ESTAT_esms.xml": "metadata-message",
    f"{ML}/ESTAT_footer.xml": "footer-message",
    f"{ML}/ESTAT_footer2.xml": "footer-message",
    f"{JSTAT}/eurostat_api_dataflow_isoc_ci_cm_h.json": "structure-message",
    f"{JSTAT}/eurostat_api_error400_invalid_dim.json": "error-answer",
    f"{JSTAT}/eurostat_api_error400_invalid_geo.json": "error-answer",
    f"{JSTAT}/jsonstat_org_hierarchy.json": "no-observations",  # its only value is null
    f"{JSTAT}/jsonstat_org_oecd-canada-col.json": "jsonstat-collection",
    f"{JSTAT}/jsonstat_org_order.json": "number-invalid",  # its values are texts such as A1B1C1
    f"{SJSON}/ECB_EXR_action-delete_v1.json": "delete-message",
    f"{SJSON}/v3_exr-action-delete.json": "delete-message",
    "objective2_terrorism/owid_gtd2018_attacks_by_type.datapackage.json": "metadata-file",
    "objective2_terrorism/owid_rand_terrorism_incidents.datapackage.json": "metadata-file",
    "objective3_cyber/desi_indicator_definitions.json": "json-unknown",
    "objective5_crises/owid_natural_disasters_emdat.datapackage.json": "metadata-file",
    "parser_fixtures/desi_country_codes.json": "json-unknown",
}
"""Files that hold none, and the code that says why."""

ZIPPED = {f"{ML}/ESTAT_footer2.zip": ("nama_10_gdp", 21, 22, 3)}


@pytest.mark.parametrize("file", [*DATA, *ZIPPED])
def test_a_file_that_holds_data_is_read_whole(file: str) -> None:
    dataset, values, missing, dimensions = (DATA | ZIPPED)[file]
    cube = read_any((RAW / file).read_bytes(), file)
    assert not cube.is_refused, cube.problems
    assert (cube.dataset, cube.frame["value"].count()) == (dataset, values)
    assert cube.frame["value"].null_count() == missing
    assert len(cube.dimensions) == dimensions


@pytest.mark.parametrize("file", REFUSED)
def test_a_file_without_data_is_refused_by_name(file: str) -> None:
    cube = read_any((RAW / file).read_bytes(), file)
    assert cube.is_refused
    assert REFUSED[file] in {problem.code for problem in cube.problems}


def test_every_such_file_is_classed() -> None:
    kinds = {".xml", ".json", ".zip"}
    there = {str(path.relative_to(RAW)) for path in RAW.rglob("*") if path.suffix in kinds}
    assert there == {*DATA, *REFUSED, *ZIPPED}


@pytest.mark.parametrize("file", [file for file in DATA if file.endswith(".xml")])
def test_counts_agree_with_a_count_of_elements(file: str) -> None:
    tree = etree.parse(str(RAW / file))
    count = tree.xpath(
        "count(//*[local-name()='Obs'][@OBS_VALUE or *[local-name()='ObsValue'][@value!='NaN']])"
    )
    assert count == DATA[file][1]


def test_the_same_rates_in_four_shapes_are_one_content() -> None:
    names = ("ng-flat", "ng-ts", "ng-ts-ss", "ng-xs")
    cubes = [read_any((RAW / f"{ML}/ECB_EXR_{name}.xml").read_bytes()) for name in names]
    assert len({digest(cube) for cube in cubes}) == 1


def test_the_footer_says_what_to_do() -> None:
    cube = read_any((RAW / f"{ML}/ESTAT_footer.xml").read_bytes())
    (problem,) = cube.problems
    assert "413" in problem.message and "Due to the large query" in problem.message
    assert problem.mend.endswith("http://ec.europa.eu/eurostat/SDMX/diss-web/file/wHsvjs7hQCy7Dqf4")


def test_the_error_answer_gives_the_words_of_the_office() -> None:
    cube = read_any((RAW / f"{JSTAT}/eurostat_api_error400_invalid_geo.json").read_bytes())
    assert "400: INVALID_QUERY_DIMENSION_VALUE" in cube.problems[0].message
