"""What a message says of itself."""

from __future__ import annotations

import pytest

from stocktake.sources.sdmx_ml_message import MessageWalker
from stocktake.sources.xml_walk import XmlRefusedError

V21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
HEAD = f'<m:GenericData xmlns:m="{V21}/message" xmlns:g="{V21}/data/generic">'


def test_the_header_names_dataset_moment_and_dimension_at_observation() -> None:
    message = MessageWalker(
        f"""{HEAD}<m:Header><m:Prepared>2020-01-01</m:Prepared>
        <m:Structure structureID="S" dimensionAtObservation="GEO"><Structure>
        <URN>urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=ESTAT:FLOW(1.0)</URN>
        </Structure></m:Structure><m:DataSetID>flow</m:DataSetID>
        <m:Extracted>2020-01-02</m:Extracted></m:Header></m:GenericData>""".encode()
    ).read()
    assert (message.dataset_id, message.updated) == ("flow", "2020-01-02")
    structure = message.structures["S"]
    assert (structure.at_observation, structure.named, structure.dataset) == ("GEO", True, "FLOW")


def test_each_dataset_follows_the_structure_it_refers_to() -> None:
    message = MessageWalker(
        f"""{HEAD}<m:Header><m:Structure structureID="A" dimensionAtObservation="GEO"/>
        <m:Structure structureID="B" dimensionAtObservation="SEX"/></m:Header>
        <m:DataSet structureRef="A"/><m:DataSet structureRef="B"/></m:GenericData>""".encode()
    ).read()
    shown = [dataset.structure.at_observation for dataset in message.datasets]
    assert shown == ["GEO", "SEX"]


def test_strange_elements_are_noted_once() -> None:
    message = MessageWalker(
        f"{HEAD}<m:DataSet><x/><x/><g:Obs/></m:DataSet></m:GenericData>".encode()
    )
    assert list(message.read().strange) == ["x"]


def read_series(key: str, observation: str) -> MessageWalker:
    return MessageWalker(
        f"{HEAD}<m:DataSet><g:Series><g:SeriesKey>{key}</g:SeriesKey>"
        f"<g:Obs>{observation}</g:Obs></g:Series></m:DataSet></m:GenericData>".encode()
    )


@pytest.mark.parametrize("name", ["*", "^.*$", "@x", "#series", "A B", ""])
def test_names_that_no_column_can_have_are_refused(name: str) -> None:
    with pytest.raises(XmlRefusedError) as refused:
        read_series(f'<g:Value id="{name}" value="Z"/>', "").read()
    assert refused.value.problem.code == "dimension-name"


@pytest.mark.parametrize("element", ["ObsDimension", "ObsValue"])
def test_an_observation_has_one_period_and_one_value(element: str) -> None:
    twice = "".join(f'<g:{element} value="{value}"/>' for value in (2022, 2023))
    with pytest.raises(XmlRefusedError) as refused:
        read_series('<g:Value id="GEO" value="BE"/>', twice).read()
    assert refused.value.problem.code == "column-twice"
