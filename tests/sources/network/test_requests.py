"""The address that asks: by each standard, quoted, and never more than was meant."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.sources.network.fetch import Office, Request, read_offices
from stocktake.sources.network.lines import FetchError
from stocktake.sources.network.requests import build_address

OFFICES = read_offices()

TABLE = """
ESTAT | nama_10_gdp | A.CP_MEUR..DE+FR | 2013 | 2014-Q2 | -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/nama_10_gdp/A.CP_MEUR..DE+FR?startPeriod=2013&endPeriod=2014-Q2&format=SDMX-CSV
ESTAT | nama_10_gdp | geo=DE,FR;UNIT=CP_MEUR | | | tsv -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/nama_10_gdp/.CP_MEUR..DE+FR?format=TSV
ESTAT | tps00001 | | | | -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/tps00001?format=SDMX-CSV
ESTAT | tps00001 | .. | | | -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/tps00001?format=SDMX-CSV
ESTAT3 | nama_10_gdp | A..DE | 2013 | 2014 | xml -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/3.0/data/dataflow/ESTAT/nama_10_gdp/1.0/A.*.DE?c%5BTIME_PERIOD%5D=ge:2013+le:2014&format=structurespecificdata
ESTAT3 | tps00001 | geo=DE,FR;freq=A | 2013 | | tsv -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/3.0/data/dataflow/ESTAT/tps00001/1.0/*?c%5BGEO%5D=DE,FR&c%5BFREQ%5D=A&c%5BTIME_PERIOD%5D=ge:2013&format=tsv
ESTAT3 | tps00001 | | | 2014-04 | tsv -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/3.0/data/dataflow/ESTAT/tps00001/1.0/*?c%5BTIME_PERIOD%5D=le:2014-04&format=tsv
ESTAT_STATISTICS | isoc_ci_cm_h | geo=EU28,DE;unit=PC_HH | 2016 | 2017 | -> https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/isoc_ci_cm_h?geo=EU28&geo=DE&unit=PC_HH&sinceTimePeriod=2016&untilTimePeriod=2017&format=JSON&lang=EN
ESTAT_BULK | tps00001 | | | | -> https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/tps00001?format=TSV&compressed=false
ECB | EXR | M.USD.EUR.SP00.A | 2013-01 | | -> https://data-api.ecb.europa.eu/service/data/EXR/M.USD.EUR.SP00.A?startPeriod=2013-01&format=csvdata
ECB | EXR | currency=USD,JPY;freq=M | | | xml -> https://data-api.ecb.europa.eu/service/data/EXR/M.USD+JPY...
OECD | OECD.SDD.TPS,DSD_PRICES@DF_PRICES_ALL,1.0 | | 2013 | | -> https://sdmx.oecd.org/public/rest/data/OECD.SDD.TPS,DSD_PRICES@DF_PRICES_ALL,1.0/all?startPeriod=2013&format=csvfile
BIS | WS_CBPOL | M.US+GB | | | -> https://stats.bis.org/api/v2/data/dataflow/BIS/WS_CBPOL/1.0/M.US+GB?format=csv
BIS | BIS,WS_TC,2.0 | ... | | | -> https://stats.bis.org/api/v2/data/dataflow/BIS/WS_TC/2.0/*?format=csv
IMF | CPI | USA...A | | | -> https://api.imf.org/external/sdmx/3.0/data/dataflow/IMF.STA/CPI/+/USA.*.*.A
IMF | IMF.RES,WEO | | | | -> https://api.imf.org/external/sdmx/3.0/data/dataflow/IMF.RES/WEO/+/*
ILO | DF_UNE_DEAP_SEX_AGE_RT | REF_AREA=CAN;FREQ=M | 2005 | | -> https://sdmx.ilo.org/rest/data/ILO,DF_UNE_DEAP_SEX_AGE_RT,1.0/CAN.M...?startPeriod=2005
WORLD_BANK | WDI | A.SP_POP_TOTL.AFG | 2011 | 2011 | -> https://api.worldbank.org/v2/sdmx/rest/data/WDI/A.SP_POP_TOTL.AFG?startPeriod=2011&endPeriod=2011
INSEE | SERIES_BDM | 001694056+001691912 | | | -> https://www.bdm.insee.fr/series/sdmx/data/SERIES_BDM/001694056+001691912
ISTAT | IT1,DF_X,1.0 | | | | -> https://esploradati.istat.it/SDMXWS/rest/data/IT1,DF_X,1.0/all
UN | DF_UNDATA_COUNTRYDATA | | | | xml -> https://data.un.org/ws/rest/data/DF_UNDATA_COUNTRYDATA/all
OWID | homicide-rate | | | | -> https://ourworldindata.org/grapher/homicide-rate.csv
CSO_IE | CIA01 | | | | -> https://ws.cso.ie/public/api.restful/PxStat.Data.Cube_API.ReadDataset/CIA01/JSON-stat/2.0/en
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_address_is_built_by_the_standard(line: str) -> None:
    asked, _, address = line.partition(" -> ")
    cells = [cell.strip() for cell in asked.split("|")]
    assert build_address(Request(*cells), OFFICES[cells[0]]) == address.strip()


@pytest.mark.parametrize(
    ("office", "changes", "code"),
    [
        ("ESTAT", {"dataset": ""}, "request-invalid"),
        ("ESTAT", {"dataset": "a/b"}, "request-invalid"),
        ("ESTAT", {"dataset": ".."}, "request-invalid"),
        ("ESTAT", {"dataset": "a..b"}, "request-invalid"),
        ("ESTAT", {"dataset": "a,b,c,d"}, "request-invalid"),
        ("ESTAT", {"dataset": "a b"}, "request-invalid"),
        ("ESTAT", {"dataset": "a%2e%2e"}, "request-invalid"),
        ("ESTAT", {"dataset": "a?x=1"}, "request-invalid"),
        ("ESTAT", {"dataset": "a#b"}, "request-invalid"),
        ("ESTAT", {"dataset": "ä"}, "request-invalid"),
        ("ESTAT", {"dataset": "a\n"}, "request-invalid"),
        ("ESTAT", {"dataset": "a" * 300}, "request-invalid"),
        ("ESTAT", {"key": "A/../.."}, "request-invalid"),
        ("ESTAT", {"key": "A B"}, "request-invalid"),
        ("ESTAT", {"key": "A\r\nHost: x"}, "request-invalid"),
        ("ESTAT", {"key": "geo="}, "filter-form"),
        ("ESTAT", {"key": "geo=DE;geo=FR"}, "filter-form"),
        ("ESTAT3", {"key": "geo=DE;GEO=FR"}, "filter-form"),
        ("ESTAT3", {"key": "geo=DE&x=1"}, "filter-form"),
        ("ESTAT3", {"key": "geo]=DE"}, "filter-form"),
        ("ESTAT", {"key": "geo=DE"}, "key-order-unknown"),
        ("ESTAT", {"dataset": "nama_10_gdp", "key": "sex=F"}, "filter-dimension"),
        ("ESTAT_STATISTICS", {"key": "A.DE"}, "key-order-unknown"),
        ("ESTAT", {"start": "2013/2014"}, "period-invalid"),
        ("ESTAT", {"start": "13"}, "period-invalid"),
        ("ESTAT", {"end": "2013&x=1"}, "period-invalid"),
        ("ESTAT_BULK", {"key": "A.DE"}, "request-unfit"),
        ("OWID", {"start": "2013"}, "request-unfit"),
        ("ESTAT", {"format": "pdf"}, "office-format"),
    ],
)
def test_what_is_not_meant_for_an_address_is_refused(
    office: str, changes: dict[str, str], code: str
) -> None:
    given = {"office": office, "dataset": "x"} | changes
    with pytest.raises(FetchError) as caught:
        build_address(Request(**given), OFFICES[office])
    assert caught.value.problem.code == code


@settings(deadline=None)
@given(
    st.sampled_from(list(OFFICES)), st.builds(Request, st.just(""), st.text(), st.text(), st.text())
)
def test_no_text_leads_off_the_base_of_the_office(name: str, request_: Request) -> None:
    check_stays(OFFICES[name], request_)


ODD = st.text(st.sampled_from(list("aA1._-+,*@$~=;:/?#%&\\ \r\n\t[]é")), max_size=12)


@settings(deadline=None)
@given(st.sampled_from(list(OFFICES)), st.builds(Request, st.just(""), ODD, ODD))
def test_no_odd_text_leads_off_the_base_of_the_office(name: str, request_: Request) -> None:
    check_stays(OFFICES[name], request_)


def check_stays(office: Office, request: Request) -> None:
    try:
        address = build_address(request, office)
    except FetchError as error:
        assert len(error.problems) == 1
        return
    assert address.startswith(office.base + "/")
    assert address.isascii() and address.isprintable() and " " not in address
    path = unquote(urlsplit(address).path)
    assert not {".", ".."} & set(path.split("/"))


def test_a_flow_given_whole_is_left_as_it_is() -> None:
    address = build_address(Request("ILO", "ILO,DF_X,2.0"), OFFICES["ILO"])
    assert address.endswith("/data/ILO,DF_X,2.0/all")


def test_a_request_is_named_by_its_parts() -> None:
    given: dict[str, Any] = dict.fromkeys(
        ("office", "dataset", "key", "start", "end", "format"), ""
    )
    assert Request(**given) == Request("", "")
