"""SDMX-ML in all its versions, and what is refused."""

from __future__ import annotations

import pytest

from stocktake.sources.cubes import Cube
from stocktake.sources.sdmx_ml import read

V21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
V20 = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0"
NAMED = '<c:Structure xmlns:c="x"><Ref agencyID="ESTAT" id="FLOW" version="1.0"/></c:Structure>'


def specific(body: str, named: str = "", at: str = "TIME_PERIOD", root: str = "") -> bytes:
    root = root or "StructureSpecificData"
    return (
        f'<m:{root} xmlns:m="{V21}/message" xmlns:ss="{V21}/data/structurespecific" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><m:Header><m:ID>T</m:ID>'
        "<m:Prepared>2024-01-01T00:00:00</m:Prepared>"
        f'<m:Structure structureID="S" dimensionAtObservation="{at}">{named}</m:Structure>'
        f'</m:Header><m:DataSet ss:structureRef="S">{body}</m:DataSet></m:{root}>'
    ).encode()


def rows(cube: Cube) -> list[tuple[str | None, ...]]:
    assert not cube.is_refused, cube.problems
    return cube.frame.rows()


def codes(cube: Cube) -> set[str]:
    return {problem.code for problem in cube.problems}


def test_series_and_observations_become_rows() -> None:
    cube = read(
        specific(
            '<Series FREQ="A" GEO="BE"><Obs TIME_PERIOD="2022" OBS_VALUE="12.50" OBS_STATUS="P"/>'
            '<Obs TIME_PERIOD="2023" OBS_STATUS="M" CONF_STATUS="C"/></Series>'
        )
    )
    assert cube.dimensions == ("freq",)
    assert rows(cube) == [
        ("A", "BE", "2022", "12.5", "p"),
        ("A", "BE", "2023", None, "cm"),
    ]


def test_flat_observations_carry_their_dimensions() -> None:
    cube = read(
        specific('<Obs FREQ="A" GEO="BE" TIME_PERIOD="2022" OBS_VALUE="1"/>', at="AllDimensions")
    )
    assert rows(cube) == [("A", "BE", "2022", "1", None)]


def test_any_dimension_may_stand_at_the_observation() -> None:
    cube = read(
        specific(
            '<Series FREQ="A" TIME_PERIOD="2022"><Obs GEO="BE" OBS_VALUE="1"/>'
            '<Obs GEO="FR" OBS_VALUE="2"/></Series>',
            at="GEO",
        )
    )
    assert [row[1:4] for row in rows(cube)] == [("BE", "2022", "1"), ("FR", "2022", "2")]


def test_a_status_of_the_series_holds_for_its_observations() -> None:
    cube = read(
        specific(
            '<Series GEO="BE" OBS_STATUS="E"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/>'
            '<Obs TIME_PERIOD="2022" OBS_VALUE="2" OBS_STATUS="A"/></Series>'
        )
    )
    assert [row[-1] for row in rows(cube)] == ["e", None]


def test_names_with_a_namespace_say_nothing_of_the_data() -> None:
    cube = read(
        specific(
            '<Series GEO="BE" xml:lang="en" xsi:type="x"><Obs xsi:type="y" TIME_PERIOD="2021" '
            'OBS_VALUE="1"/></Series>'
        )
    )
    assert cube.dimensions == ()


def test_a_unit_beside_its_multiplier_is_an_attribute_where_it_tells_nothing_apart() -> None:
    body = (
        '<Series GEO="BE" UNIT="EUR" UNIT_MULT="6"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    )
    cube = read(specific(body))
    assert cube.dimensions == () and codes(cube) == {"multiplied"}
    both = read(specific(body + body.replace("EUR", "USD")))
    assert both.dimensions == ("unit",)


def test_an_unknown_name_is_taken_where_the_structure_is_named() -> None:
    body = '<Series GEO="BE" WHATEVER="1"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    assert codes(read(specific(body))) == {"unknown-dimension"}
    assert read(specific(body, NAMED)).dimensions == ("whatever",)
    assert read(specific(body), dimensions=["whatever"]).dimensions == ("whatever",)


def test_what_the_imf_says_of_a_series_is_no_part_of_its_name() -> None:
    """A day of update in the key would make each vintage a new series."""
    body = (
        '<Series COUNTRY="SVK" INDICATOR="NGDP_R" FREQUENCY="A" COUNTRY_UPDATE_DATE="9/23/2025" '
        'OVERLAP="OL" DECIMALS_DISPLAYED="3" SCALE="9">'
        '<Obs TIME_PERIOD="2018" OBS_VALUE="94669000000" TIME_DETAIL="2018"/></Series>'
    )
    cube = read(specific(body, NAMED))
    assert (cube.dimensions, codes(cube)) == (("indicator", "frequency"), set())


def test_an_unknown_name_on_some_series_only_is_told() -> None:
    some = '<Series GEO="{}"{}><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    cube = read(specific(some.format("BE", ' NEW="x"') + some.format("FR", ""), NAMED))
    assert codes(cube) == {"attribute-unknown"} and cube.dimensions == ()


def test_a_series_without_one_dimension_is_refused() -> None:
    some = '<Series GEO="{}"{}><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    cube = read(specific(some.format("BE", ' SEX="T"') + some.format("FR", "")))
    assert codes(cube) == {"dimension-missing"}
    assert "GEO=FR" in cube.problems[0].row


def test_generic_says_itself_what_is_a_dimension() -> None:
    cube = read(
        f"""<m:GenericTimeSeriesData xmlns:m="{V21}/message" xmlns:g="{V21}/data/generic">
        <m:Header><m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"/></m:Header>
        <m:DataSet structureRef="S"><g:Series><g:SeriesKey><g:Value id="COMMENT" value="BE"/>
        </g:SeriesKey><g:Attributes><g:Value id="GEO" value="no"/></g:Attributes>
        <g:Obs><g:ObsDimension value="2021-Q1"/><g:ObsValue value="1.0"/><g:Attributes>
        <g:Value id="OBS_STATUS" value="B"/></g:Attributes></g:Obs></g:Series></m:DataSet>
        </m:GenericTimeSeriesData>""".encode()
    )
    assert cube.dimensions == ("comment",)
    assert rows(cube) == [("BE", "-", "2021-Q1", "1", "b")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("value", "dimension-name"), ("*", "dimension-name"), ("^.*$", "dimension-name")],
)
def test_a_generic_dimension_with_a_name_we_cannot_hold_is_refused(name: str, code: str) -> None:
    cube = read(
        f"""<m:GenericData xmlns:m="{V21}/message" xmlns:g="{V21}/data/generic"><m:DataSet>
        <g:Obs><g:ObsKey><g:Value id="GEO" value="BE"/><g:Value id="{name}" value="FR"/></g:ObsKey>
        <g:ObsValue value="1"/></g:Obs></m:DataSet></m:GenericData>""".encode()
    )
    assert codes(cube) == {code}


def test_a_generic_key_that_names_a_dimension_twice_is_refused() -> None:
    cube = read(
        f"""<m:GenericData xmlns:m="{V21}/message" xmlns:g="{V21}/data/generic"><m:DataSet>
        <g:Obs><g:ObsKey><g:Value id="GEO" value="BE"/><g:Value id="GEO" value="FR"/></g:ObsKey>
        <g:ObsValue value="1"/></g:Obs></m:DataSet></m:GenericData>""".encode()
    )
    assert codes(cube) == {"column-twice"}


def test_version_2_0_generic_has_its_time_as_text() -> None:
    cube = read(
        f"""<GenericData xmlns="{V20}/message" xmlns:g="{V20}/generic"><Header>
        <KeyFamilyRef>FLOW</KeyFamilyRef></Header><DataSet><g:Series><g:SeriesKey>
        <g:Value concept="FREQ" value="A"/><g:Value concept="REF_AREA" value="BE"/></g:SeriesKey>
        <g:Obs><g:Time>2009</g:Time><g:ObsValue value="3.10"/><g:Attributes>
        <g:Value concept="OBS_STATUS" value="A"/></g:Attributes></g:Obs>
        <g:Obs><g:Time>2010</g:Time><g:ObsValue value="NaN"/></g:Obs></g:Series></DataSet>
        </GenericData>""".encode()
    )
    assert cube.dataset == "FLOW"
    assert rows(cube) == [("A", "BE", "2009", "3.1", None), ("A", "BE", "2010", None, None)]


def test_version_2_0_compact() -> None:
    cube = read(
        f"""<CompactData xmlns="{V20}/message" xmlns:k="urn:sdmx:org.sdmx.infomodel.keyfamily">
        <Header><ID>X</ID></Header><k:DataSet><k:SiblingGroup REF_AREA="BE" TITLE="t"/>
        <k:Series FREQ="A" REF_AREA="BE" TIME_FORMAT="P1Y">
        <k:Obs TIME_PERIOD="2009" OBS_VALUE="1" OBS_STATUS="A"/></k:Series></k:DataSet>
        </CompactData>""".encode()
    )
    assert rows(cube) == [("A", "BE", "2009", "1", None)]
    assert codes(cube) == set()


def test_several_values_of_a_status_are_one_set_of_flags() -> None:
    cube = read(
        specific(
            '<Series GEO="BE"><Obs TIME_PERIOD="2021" OBS_VALUE="1"><Comp id="OBS_STATUS">'
            "<Value>P</Value><Value>E</Value></Comp></Obs>"
            '<Obs TIME_PERIOD="2022" OBS_VALUE="2"/></Series>'
        )
    )
    assert [row[-1] for row in rows(cube)] == ["ep", None]


def test_datasets_of_one_shape_are_one_cube() -> None:
    one = '<Series GEO="{}"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    body = one.format("BE") + "</m:DataSet><m:DataSet>" + one.format("FR")
    assert [row[0] for row in rows(read(specific(body)))] == ["BE", "FR"]


def test_datasets_of_two_shapes_are_refused() -> None:
    one = '<Series GEO="BE"{}><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>'
    body = one.format("") + "</m:DataSet><m:DataSet>" + one.format(' SEX="T"')
    assert "several-datasets" in codes(read(specific(body)))


@pytest.mark.parametrize("place", ["header", "dataset"])
def test_messages_that_delete_are_refused(place: str) -> None:
    content = specific('<Series GEO="BE"><Obs TIME_PERIOD="2021"/></Series>').decode()
    if place == "header":
        content = content.replace(
            "</m:Header>", "<m:DataSetAction>Delete</m:DataSetAction></m:Header>"
        )
    else:
        content = content.replace("<m:DataSet ", '<m:DataSet ss:action="Delete" ')
    assert codes(read(content.encode())) == {"delete-message"}


def test_an_element_that_does_not_belong_is_told() -> None:
    body = '<Series GEO="BE"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series><Serie GEO="FR"/>'
    cube = read(specific(body))
    assert codes(cube) == {"element-unknown"} and len(cube.frame) == 1


def test_a_footer_beside_data_is_told() -> None:
    content = specific('<Series GEO="BE"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>').decode()
    footer = (
        '<f:Footer xmlns:f="f"><f:Message code="413" severity="Warning"><Text>cut</Text>'
        "</f:Message></f:Footer></m:Structure"
    )
    cube = read(
        content.replace("</m:Structure", footer).replace(footer, "</m:Structure", 1).encode()
    )
    assert codes(cube) == {"footer-besides"}
    assert "413: cut" in cube.problems[0].message


@pytest.mark.parametrize(
    ("root", "code"),
    [
        ("Structure", "structure-message"),
        ("GenericMetadata", "metadata-message"),
        ("a", "xml-unknown"),
    ],
)
def test_messages_without_data_are_refused_by_name(root: str, code: str) -> None:
    assert codes(read(f"<{root} xmlns='x'><Header/></{root}>".encode())) == {code}


def test_an_error_message_gives_the_words_of_the_office() -> None:
    cube = read(b'<Error><ErrorMessage code="140"><Text>Bad query</Text></ErrorMessage></Error>')
    assert codes(cube) == {"error-answer"} and "140: Bad query" in cube.problems[0].message


def test_an_empty_dataset_is_no_success() -> None:
    assert codes(read(specific(""))) == {"no-observations"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_holds(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    body = specific('<Series GEO="Île"><Obs TIME_PERIOD="2021" OBS_VALUE="1"/></Series>').decode()
    content = f'<?xml version="1.0" encoding="{declared}"?>{body}'.encode(encoding)
    assert rows(read(content))[0][0] == "Île"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    content = f'<?xml version="1.0"?><!-- a --><!DOCTYPE d>{specific("").decode()}'
    assert codes(read(content.encode(encoding))) <= {"xml-dtd", "xml-malformed"}


def test_more_observations_than_a_chunk_keep_their_series() -> None:
    body = "".join(
        f'<Series GEO="G{series}">'
        + "".join(f'<Obs TIME_PERIOD="{1900 + n}" OBS_VALUE="{series}"/>' for n in range(100))
        + "</Series>"
        for series in range(450)
    )
    cube = read(specific(body))
    assert len(cube.frame) == 45_000
    assert (cube.frame["geo"] == "G" + cube.frame["value"]).all()


def test_deep_elements_within_data_are_refused() -> None:
    body = '<Series GEO="BE">' + "<a>" * 100 + "</a>" * 100 + "</Series>"
    assert codes(read(specific(body))) == {"xml-depth"}


def test_a_new_name_in_each_observation_does_not_make_a_column_of_each() -> None:
    body = "".join(f'<Obs A{number}="1" OBS_VALUE="1"/>' for number in range(30_000))
    assert codes(read(specific(body, at="AllDimensions"))) == {"too-many-columns"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>100</faultcode>'
            b"<faultstring>No results found.</faultstring></S:Fault>",
            "100 No results found.",
        ),
        (
            b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>'
            b"<faultcode>150</faultcode><faultstring>Bad key</faultstring></e:Fault></e:Body>"
            b"</e:Envelope>",
            "150 Bad key.",
        ),
        (b'<Fault xmlns="x"/>', "said: nothing."),
    ],
)
def test_an_error_in_soap_gives_the_words_of_the_office(content: bytes, said: str) -> None:
    cube = read(content)
    assert codes(cube) == {"error-answer"} and said in cube.problems[0].message


OBS = '<Obs TIME_PERIOD="2022" OBS_VALUE="10"/>'


@pytest.mark.parametrize(
    "body",
    [
        '<Series FREQ="A" GEO="BE"><Obs GEO="FR" TIME_PERIOD="2022" OBS_VALUE="10"/></Series>',
        f'<Series FREQ="A" GEO="BE" OBS_VALUE="5">{OBS}</Series>',
        f'<Series FREQ="A" GEO="BE">{OBS[:-2]}><Comp id="OBS_VALUE"><Value>99</Value></Comp>'
        "</Obs></Series>",
        f'<Series FREQ="A" GEO="BE">{OBS[:-2]}><Comp id="GEO"><Value>FR</Value></Comp></Obs>'
        "</Series>",
    ],
)
def test_what_is_stated_twice_is_never_chosen_from(body: str) -> None:
    assert codes(read(specific(body))) == {"column-twice"}


def test_a_value_of_the_series_is_no_value_of_its_observations() -> None:
    cube = read(
        specific('<Series FREQ="A" GEO="BE" OBS_VALUE="5"><Obs TIME_PERIOD="2022"/></Series>')
    )
    assert codes(cube) == {"no-observations"}


def test_an_observation_with_an_empty_code_is_refused() -> None:
    assert codes(read(specific(f'<Series FREQ="A" GEO="">{OBS}</Series>'))) == {"dimension-missing"}


def test_a_message_of_another_namespace_is_told() -> None:
    content = specific(f'<Series FREQ="A" GEO="BE">{OBS}</Series>')
    cube = read(content.replace(f"{V21}/message".encode(), b"urn:other"))
    assert codes(cube) == {"xml-foreign"}
