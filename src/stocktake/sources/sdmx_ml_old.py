"""SDMX-ML 2.0 utility and cross-sectional messages: values as elements, keys that cascade."""

from __future__ import annotations

from typing import Final

from stocktake.sources.limits import DEPTH
from stocktake.sources.sdmx_ml_message import Dataset, Message, MessageWalker, Structure
from stocktake.sources.xml_walk import Attributes, local_name

LEVELS: Final = ("DataSet", "Group", "Section")


class OldWalker(MessageWalker):
    """Word for word: such messages are rare and small."""

    def read(self) -> Message:
        """The message, its datasets as if they were structure-specific and flat."""
        return super().read()

    def _open_dataset(self, tag: str, attributes: Attributes) -> None:
        structure = Structure(named=True, dataset=self.message.structure.dataset)
        self.message.datasets.append(Dataset(structure, is_generic=False))
        self.keys: list[Attributes] = [_plain(attributes)]
        self.key: Attributes = {}
        self.row: Attributes | None = None
        self.parser.StartElementHandler = self._start_old
        self.parser.EndElementHandler = self._end_old
        self.parser.CharacterDataHandler = self.text.append

    def _start_old(self, tag: str, attributes: Attributes) -> None:
        self.opened += 1
        if self.opened - len(self.ends) > DEPTH:
            self.refuse_depth()
        name = local_name(tag)
        self.path.append(name)
        self.text.clear()
        if self.message.root == "UtilityData":
            self._start_utility(name, attributes)
        elif name in LEVELS:
            self.keys.append(_plain(attributes))
        elif name not in {"Annotations", "Annotation"} and "value" in attributes:
            self._add_measure(name, attributes)

    def _add_measure(self, name: str, attributes: Attributes) -> None:
        """A cross-sectional observation; its name is the measure unless it is the one measure."""
        row: Attributes = {}
        for key in self.keys:
            row |= key
        row |= _plain(attributes)
        row["OBS_VALUE"] = row.pop("value")
        if name.upper() not in {"OBS", "OBS_VALUE"}:
            row["MEASURE"] = name
        self.message.datasets[-1].rows.rows.append(row)

    def _start_utility(self, name: str, attributes: Attributes) -> None:
        if name == "Series":
            self.key = _plain(attributes)
        elif name == "Obs":
            self.row = self.key | _plain(attributes)

    def _end_old(self, tag: str) -> None:
        self.ends.append(tag)
        name, text = local_name(tag), "".join(self.text).strip()
        self.text.clear()
        self.path.pop()
        if name == "DataSet":
            self._read_head()
        elif self.message.root != "UtilityData":
            if name in LEVELS:
                self.keys.pop()
        elif name == "Obs" and self.row is not None:
            self.message.datasets[-1].rows.rows.append(self.row)
            self.row = None
        elif self.row is not None:
            self.row[name] = text
        elif self.path and self.path[-1] == "Key":
            self.key[name] = text


def _plain(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if " " not in name}
