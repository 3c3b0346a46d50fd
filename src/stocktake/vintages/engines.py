"""Who answers a query: DuckDB in process, or Spark where the records outgrow one machine."""

from __future__ import annotations

import importlib
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
from sqlglot import exp

from stocktake.vintages.query import render
from stocktake.vintages.refusals import refusal
from stocktake.vocabulary.faults import fault

MEMORY: Final = "1GB"
Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """Answers a query about files, each under the name of a table; rows as Python values."""

    def ask(self, query: exp.Expr, files: Mapping[str, Path]) -> Rows:
        """The rows of the answer, in the order the query says."""


class DuckEngine:
    """DuckDB in this process: it sees the store and nothing else, one connection a thread."""

    def __init__(
        self,
        root: Path,
        threads: int | None = None,
        memory: str = MEMORY,
        others: Iterable[Path] = (),
    ) -> None:
        """`others` are roots of stores to which this one links."""
        self._spill = tempfile.TemporaryDirectory(prefix="stocktake-")
        self._base = duckdb.connect(config={"threads": threads or os.cpu_count() or 1})
        places = ", ".join(quote(place) for place in (root, *others))
        for setting in (
            f"SET memory_limit = '{memory}'",
            f"SET temp_directory = '{self._spill.name}'",
            f"SET allowed_directories = [{places}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self._base.execute(setting)
        self._own = threading.local()

    def ask(self, query: exp.Expr, files: Mapping[str, Path]) -> Rows:
        """The rows of the answer; RefusedError with DuckDB's own words if there is none."""
        connection = self._connect()
        try:
            for table, path in files.items():
                self._name(connection, table, path)
            return connection.execute(render(query, "duckdb")).fetchall()
        except duckdb.Error as error:
            raise refusal(fault("engine-failed", engine="DuckDB", why=first_line(error))) from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._base.cursor()
            self._own.named = set()
        connection: duckdb.DuckDBPyConnection = self._own.connection
        return connection

    def _name(self, connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
        """A table's name comes from its content: once given it stays."""
        if (table, path) not in self._own.named:
            place = str(path.resolve()).replace("'", "''")
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM read_parquet(['{place}'])"
            )
            self._own.named.add((table, path))

    def close(self) -> None:
        """Let go of memory and of what was spilt."""
        self._base.close()
        self._spill.cleanup()


@dataclass(frozen=True)
class SparkEngine:
    """Spark by a session that is given, such as one of a cluster that sees the store's folder.

    ANSI is set on it, since without it a sum that is too long becomes null in silence.
    """

    session: Any

    def __post_init__(self) -> None:
        """Set what the answers depend on."""
        self.session.conf.set("spark.sql.ansi.enabled", "true")

    def ask(self, query: exp.Expr, files: Mapping[str, Path]) -> Rows:
        """The rows of the answer; RefusedError with Spark's own words if there is none."""
        errors = importlib.import_module("pyspark.errors")
        try:
            for table, path in files.items():
                self.session.read.parquet(str(path.resolve())).createOrReplaceTempView(table)
            return [tuple(row) for row in self.session.sql(render(query, "spark")).collect()]
        except errors.PySparkException as error:
            raise refusal(fault("engine-failed", engine="Spark", why=first_line(error))) from error


SPARK_SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


def open_engine(setting: str, root: Path, others: Iterable[Path] = ()) -> Engine:
    """The engine that `STOCKTAKE_ENGINE` names: none for DuckDB, `local`, or a Spark address."""
    if setting in {"", "duckdb"}:
        return DuckEngine(root, others=others)
    if setting != "local" and not setting.startswith(("spark://", "sc://")):
        raise refusal(fault("engine-unknown", cell=setting))
    try:
        spark = importlib.import_module("pyspark.sql")
    except ImportError:
        raise refusal(fault("engine-absent")) from None
    builder = spark.SparkSession.builder.appName("stocktake")
    if setting.startswith("sc://"):
        return SparkEngine(builder.remote(setting).getOrCreate())
    builder = builder.master("local[*]" if setting == "local" else setting)
    for name, value in SPARK_SETTINGS.items():
        builder = builder.config(name, value)
    return SparkEngine(builder.getOrCreate())


def quote(path: Path) -> str:
    """A path as SQL writes it."""
    place = str(path.resolve()).replace("'", "''")
    return f"'{place}'"


def first_line(error: Exception) -> str:
    """What an engine says, without its stack."""
    return str(error).strip().partition("\n")[0].removesuffix(".")
