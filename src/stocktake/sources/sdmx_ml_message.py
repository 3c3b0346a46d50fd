"""What an SDMX-ML message says of itself: root, header, footer; and its datasets, row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NoReturn

from stocktake.sources.concepts import FLAG_CONCEPTS, MULTIPLIERS, OBS_VALUE, TIME_PERIOD
from stocktake.sources.limits import DEPTH
from stocktake.sources.sdmx_ml_rows import Rows
from stocktake.sources.xml_walk import (
    Attributes,
    Step,
    Walker,
    XmlRefusedError,
    local_name,
    pass_over,
)
from stocktake.vocabulary.faults import fault

ALL_DIMENSIONS: Final = "AllDimensions"
DATA_ROOTS: Final = frozenset(
    {
        "GenericData",
        "GenericTimeSeriesData",
        "StructureSpecificData",
        "StructureSpecificTimeSeriesData",
        "CompactData",
        "UtilityData",
        "CrossSectionalData",
        "MessageGroup",
    }
)
STRUCTURE_ROOTS: Final = frozenset({"Structure", "RegistryInterface", "Structures"})
METADATA_ROOTS: Final = frozenset(
    {"GenericMetadata", "StructureSpecificMetadata", "MetadataReport", "MetadataSet"}
)
SOAP_ROOTS: Final = frozenset({"Fault", "Envelope"})
ANSWER_ROOTS: Final = SOAP_ROOTS | {"Error"}
"""What a service says when it has no data: in SDMX, or in SOAP, as Eurostat does."""

NAME: Final = re.compile(r"\w[\w.$@-]*")
ATTRIBUTE_MARK: Final = "@"
"""Before the name of an attribute in a row, where the message says that it is one."""

SILENT: Final = (
    "Annotations",
    "Annotation",
    "AnnotationTitle",
    "AnnotationType",
    "AnnotationText",
    "AnnotationURL",
    "Atts",
    "KeyFamilyRef",
)
"""Elements of a dataset that hold no data."""

KEPT_ATTRIBUTES: Final = FLAG_CONCEPTS | MULTIPLIERS


@dataclass
class Structure:
    """What the header says of the structure of a dataset."""

    at_observation: str = ""
    named: bool = False
    dataset: str = ""


@dataclass
class Dataset:
    """One dataset: its rows, and whether they say themselves what is a dimension."""

    structure: Structure
    is_generic: bool
    rows: Rows = field(default_factory=Rows)


@dataclass
class Message:
    """All that was walked over."""

    root: str = ""
    structures: dict[str, Structure] = field(default_factory=dict)
    structure: Structure = field(default_factory=Structure)
    dataset_id: str = ""
    updated: str = ""
    said: list[tuple[str, list[str]]] = field(default_factory=list)
    datasets: list[Dataset] = field(default_factory=list)
    strange: dict[str, None] = field(default_factory=dict)
    foreign: str = ""


class MessageWalker(Walker):
    """Walks over one message; the head word for word, datasets with steps for speed."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.message = Message()
        self.path: list[str] = []
        self.text: list[str] = []
        self._read_head()

    def read(self) -> Message:
        """The whole message."""
        for _ in self.walk():
            if self.message.datasets:
                self.message.datasets[-1].rows.flush()
        if self.message.root not in DATA_ROOTS | ANSWER_ROOTS:
            raise XmlRefusedError(fault("xml-unknown", cell=self.message.root))
        return self.message

    def _read_head(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text.append

    def _start(self, tag: str, attributes: Attributes) -> None:
        self.opened += 1
        if self.opened - len(self.ends) > DEPTH:
            self.refuse_depth()
        name = local_name(tag)
        if not self.message.root:
            self._open_message(name, tag.rpartition(" ")[0])
        self.path.append(name)
        self.text.clear()
        if name == "DataSet" and len(self.path) == 2:
            self._open_dataset(tag, attributes)
        elif self.message.root not in SOAP_ROOTS and name in {"Message", "ErrorMessage"}:
            self.message.said.append((attributes.get("code", ""), []))
        elif self.path[1:2] == ["Header"]:
            self._start_in_header(name, attributes)

    def _open_message(self, name: str, space: str) -> None:
        self.message.root = name
        self.message.foreign = "" if "sdmx.org" in space.lower() else space
        if name in STRUCTURE_ROOTS:
            raise XmlRefusedError(fault("structure-message", what=name, path="datastructure"))
        if name in METADATA_ROOTS:
            raise XmlRefusedError(fault("metadata-message", what=name))
        if name in SOAP_ROOTS:
            self.message.said.append(("", []))
        elif name not in DATA_ROOTS | {"Error"}:
            self.set_handlers({})

    def _start_in_header(self, name: str, attributes: Attributes) -> None:
        message = self.message
        if name == "Structure" and len(self.path) == 3:
            message.structure = Structure(
                attributes.get("dimensionAtObservation", ""),
                attributes.get("namespace", "").startswith("urn:sdmx:"),
            )
            message.structures[attributes.get("structureID", "")] = message.structure
        elif name == "Ref" and attributes.get("id"):
            message.structure.named = bool(attributes.get("agencyID"))
            message.structure.dataset = attributes["id"]

    def _end(self, tag: str) -> None:
        self.ends.append(tag)
        name, text = local_name(tag), "".join(self.text).strip()
        self.text.clear()
        if self.path:
            self.path.pop()
        if self.message.said and (name == "Text" or (text and self.message.root in SOAP_ROOTS)):
            self.message.said[-1][1].append(text)
        elif "Header" in self.path and text:
            self._end_in_header(name, text)

    def _end_in_header(self, name: str, text: str) -> None:
        message = self.message
        if text.startswith("urn:sdmx:"):
            message.structure.named = True
            message.structure.dataset = text.rpartition(":")[2].partition("(")[0]
        elif name == "DataSetID":
            message.dataset_id = text
        elif name == "KeyFamilyRef":
            message.structure.named, message.structure.dataset = True, text
        elif name == "Extracted" or (name == "Prepared" and not message.updated):
            message.updated = text
        elif name == "DataSetAction" and text.lower().startswith("delete"):
            raise XmlRefusedError(fault("delete-message", what=f"DataSetAction {text}"))

    def _open_dataset(self, tag: str, attributes: Attributes) -> None:
        said = {local_name(name): value for name, value in attributes.items()}
        if said.get("action", "").lower().startswith("delete"):
            raise XmlRefusedError(fault("delete-message", what="action Delete"))
        structure = self.message.structures.get(said.get("structureRef", ""))
        structure = structure or self.message.structure
        space = tag.rpartition(" ")[0]
        if space and "/message" not in space and "/generic" not in space:
            structure.named = True
        is_generic = self.message.root.startswith("Generic") or "/generic" in space
        dataset = Dataset(structure, is_generic)
        self.message.datasets.append(dataset)
        self.parser.CharacterDataHandler = None
        own = GenericSteps(self, dataset).steps if is_generic else self._specific_steps(dataset)
        self.set_handlers(self._shared_steps() | own)

    def _shared_steps(self) -> dict[str, Step]:
        return dict.fromkeys(SILENT, pass_over) | {
            "DataSet": self._open_next,
            "Footer": self._open_footer,
            "*": self._note_strange,
        }

    def _open_next(self, attributes: Attributes) -> None:
        self._open_dataset("DataSet", attributes)

    def _open_footer(self, _: Attributes) -> None:
        self.count_word_by_word()
        self.path = [self.message.root, "Footer"]
        self._read_head()

    def _note_strange(self, attributes: Attributes) -> None:
        name = attributes["tag"]
        if not name.endswith("Group"):
            self.message.strange.setdefault(name)

    def _specific_steps(self, dataset: Dataset) -> dict[str, Step]:
        rows = dataset.rows

        def read_part(_: Attributes) -> None:
            self.text.append(" ")

        def read_parts(attributes: Attributes) -> None:
            name = attributes.get("id", "")
            if name in rows.current:
                self.refuse_twice(name)
            self.read_text(rows.current, name, "Comp")

        return {
            "Series": rows.open_series,
            "Obs": rows.rows.append,
            "Comp": read_parts,
            "Value": read_part,
            "Text": read_part,
            "StructuredText": pass_over,
        }

    def refuse_twice(self, name: str) -> NoReturn:
        """Refuse a name that is given twice where one is meant."""
        line = str(self.parser.CurrentLineNumber)
        raise XmlRefusedError(fault("column-twice", row=line, column=name, count=2))

    def read_text(self, target: dict[str, str], name: str, element: str) -> None:
        """Take the text of this element into the row that was opened last."""
        before = self.parser.EndElementHandler

        def end(tag: str) -> None:
            self.ends.append(tag)
            if local_name(tag) == element:
                target[name] = "".join(self.text).strip()
                self.parser.CharacterDataHandler = None
                self.parser.EndElementHandler = before

        self.text.clear()
        self.parser.CharacterDataHandler = self.text.append
        self.parser.EndElementHandler = end


class GenericSteps:
    """Steps over generic data: keys, values and attributes are elements of their own."""

    __slots__ = ("at_observation", "in_attributes", "known", "rows", "steps", "target", "walker")

    def __init__(self, walker: MessageWalker, dataset: Dataset) -> None:
        self.walker = walker
        self.rows = dataset.rows
        named = dataset.structure.at_observation
        self.at_observation = TIME_PERIOD if named in {"", ALL_DIMENSIONS} else named
        self.target: dict[str, str] = {}
        self.known: set[str] = set()
        self.in_attributes = False
        self.steps: dict[str, Step] = {
            "Series": self._open_series,
            "SeriesKey": self._open_key,
            "Group": self._skip_group,
            "GroupKey": self._open_key,
            "Obs": self._open_observation,
            "ObsKey": self._open_key,
            "ObsDimension": self._read_dimension,
            "ObsValue": self._read_number,
            "Attributes": self._open_attributes,
            "Value": self._read_value,
            "Time": self._read_time,
        }

    def _open_series(self, _: Attributes) -> None:
        self.target, self.in_attributes = {}, False
        self.rows.open_series(self.target)

    def _open_observation(self, _: Attributes) -> None:
        self.target, self.in_attributes = {}, False
        self.rows.rows.append(self.target)

    def _open_key(self, _: Attributes) -> None:
        self.in_attributes = False

    def _open_attributes(self, _: Attributes) -> None:
        self.in_attributes = True

    def _skip_group(self, _: Attributes) -> None:
        self.target = {}

    def _read_value(self, attributes: Attributes) -> None:
        name = attributes.get("id") or attributes.get("concept", "")
        if self.in_attributes:
            if name not in KEPT_ATTRIBUTES:
                return
            name = ATTRIBUTE_MARK + name
        elif name not in self.known:
            self._check_name(name)
        self._give(name, attributes)

    def _read_dimension(self, attributes: Attributes) -> None:
        self._give(attributes.get("id") or self.at_observation, attributes)

    def _read_number(self, attributes: Attributes) -> None:
        self._give(ATTRIBUTE_MARK + OBS_VALUE, attributes)

    def _give(self, name: str, attributes: Attributes) -> None:
        if name in self.target:
            self.walker.refuse_twice(name)
        self.target[name] = attributes.get("value", "")

    def _check_name(self, name: str) -> None:
        """Names of dimensions become columns beside our own, which begin with # and @."""
        if not NAME.fullmatch(name):
            line = str(self.walker.parser.CurrentLineNumber)
            raise XmlRefusedError(fault("dimension-name", row=line, column=name))
        self.known.add(name)

    def _read_time(self, _: Attributes) -> None:
        self.walker.read_text(self.target, TIME_PERIOD, "Time")
