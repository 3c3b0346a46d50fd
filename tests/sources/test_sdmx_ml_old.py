"""SDMX-ML 2.0 utility and cross-sectional messages."""

from __future__ import annotations

from stocktake.sources.sdmx_ml import read

V20 = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0"


def test_version_2_0_utility() -> None:
    cube = read(
        f"""<UtilityData xmlns="{V20}/message" xmlns:k="urn:x"><Header><ID>X</ID></Header>
        <k:DataSet><k:Series TIME_FORMAT="P1Y"><k:Key><k:FREQ>A</k:FREQ><k:REF_AREA>BE</k:REF_AREA>
        </k:Key><k:Obs OBS_STATUS="P"><k:TIME_PERIOD>2009</k:TIME_PERIOD>
        <k:OBS_VALUE>1.5</k:OBS_VALUE></k:Obs></k:Series></k:DataSet></UtilityData>""".encode()
    )
    assert cube.frame.rows() == [("A", "BE", "2009", "1.5", "p")]


def test_version_2_0_cross_sectional() -> None:
    cube = read(
        f"""<CrossSectionalData xmlns="{V20}/message" xmlns:k="urn:x"><Header><ID>X</ID></Header>
        <k:DataSet><k:Group FREQ="A" TIME="2009"><k:Section COUNTRY="BE">
        <k:LBIRTHS SEX="M" value="5" OBS_STATUS="P"/><k:DEATHS SEX="M" value="4"/></k:Section>
        <k:Section COUNTRY="FR"><k:DEATHS SEX="M" value="7"/></k:Section></k:Group></k:DataSet>
        </CrossSectionalData>""".encode()
    )
    assert set(cube.dimensions) == {"freq", "sex", "measure"}
    assert sorted(cube.frame.select("geo", "measure", "period", "value", "flags").rows()) == [
        ("BE", "DEATHS", "2009", "4", None),
        ("BE", "LBIRTHS", "2009", "5", "p"),
        ("FR", "DEATHS", "2009", "7", None),
    ]


def test_annotations_are_no_observations() -> None:
    cube = read(
        f"""<CrossSectionalData xmlns="{V20}/message" xmlns:k="urn:x"><Header><ID>X</ID></Header>
        <k:DataSet FREQ="A"><k:Group TIME="2009"><k:Section COUNTRY="BE"><k:OBS value="4"/>
        <k:Annotations><k:Annotation value="5"/></k:Annotations></k:Section></k:Group></k:DataSet>
        </CrossSectionalData>""".encode()
    )
    assert cube.frame.rows() == [("A", "BE", "2009", "4", None)]
