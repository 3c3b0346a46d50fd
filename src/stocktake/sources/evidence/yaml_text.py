"""YAML kept as evidence: walked event by event, no object is ever made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

DEPTH: Final = 64
NODES: Final = 1_000_000
"""Nodes a file may unfold to when its anchors are followed."""

SHOWN: Final = 5
CORE: Final = "tag:yaml.org,2002:"
PLAIN: Final = frozenset(
    {"!", *(f"{CORE}{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map"))}
    | {f"{CORE}timestamp", f"{CORE}merge"}
)


class SwellsError(Exception):
    """The file unfolds to more than one should follow."""


@dataclass
class _Open:
    """A list or mapping that was not closed yet."""

    anchor: str
    is_mapping: bool
    nodes: int = 1
    parts: int = 0
    keys: Counter[str] = field(default_factory=Counter)


@dataclass
class _Walk:
    """What was found on the way."""

    tags: dict[str, None] = field(default_factory=dict)
    twice: dict[str, None] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        """One event; scalars and aliases are whole, others open and close."""
        tag = getattr(event, "tag", None)
        if tag and tag not in PLAIN:
            self.tags.setdefault(tag)
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append(_Open(event.anchor or "", isinstance(event, yaml.MappingStartEvent)))
            if len(self.open) > DEPTH:
                raise SwellsError
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self.open.pop()
            self._count("", closed.anchor, closed.nodes)
        elif isinstance(event, yaml.AliasEvent):
            self._count("", "", self.sizes.get(event.anchor or "", 1))
        elif isinstance(event, yaml.ScalarEvent):
            self._count(event.value, event.anchor or "", 1)

    def _count(self, text: str, anchor: str, nodes: int) -> None:
        if anchor:
            self.sizes[anchor] = nodes
        if not self.open:
            return
        holder = self.open[-1]
        is_key = holder.is_mapping and holder.parts % 2 == 0
        holder.parts += 1
        holder.nodes += nodes
        if holder.nodes > NODES:
            raise SwellsError
        if is_key and text and text != "<<":
            holder.keys[text] += 1
            if holder.keys[text] > 1:
                self.twice.setdefault(text)


def check_yaml(text: str, name: str) -> Iterator[Problem]:
    """Tags that ask for objects, anchors that swell, keys that stand twice."""
    walk = _Walk()
    broken = ""
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            walk.take(event)
    except SwellsError:
        yield fault("yaml-swells", file=name, limit=NODES, depth=DEPTH)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        broken = " ".join(str(error).split())
    for tag in list(walk.tags)[:SHOWN]:
        yield fault("yaml-tag", file=name, cell=tag.replace(CORE, "!!"))
    for key in list(walk.twice)[:SHOWN]:
        yield fault("yaml-twice", file=name, cell=key)
    if broken:
        yield fault("yaml-broken", file=name, why=broken)
