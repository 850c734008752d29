"""On which machines a replay runs."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import wrong_usage

if TYPE_CHECKING:
    from regulars.domain.replay.operations import Workforce


class Engine(StrEnum):
    """What a replay runs on: this machine, or a cluster of Apache Spark."""

    LOCAL = "local"
    SPARK = "spark"


OnEngine = Annotated[Engine, typer.Option(help="This machine, or a cluster of Apache Spark.")]
Master = Annotated[str, typer.Option(envvar="REGULARS_SPARK_MASTER", help="Spark's, as spark://host:7077.")]


@dataclass(frozen=True)
class Machines:
    """What was asked for."""

    engine: Engine
    master: str

    def sharing(self, folder: Path) -> AbstractContextManager[Workforce]:
        """Who does the work; Spark's workers have to see the folder."""
        from regulars.domain.replay.operations import HERE, on_spark

        if self.engine is Engine.LOCAL:
            return nullcontext(HERE)
        if not self.master:
            wrong_usage("name the master: --master spark://host:7077")
        folder.mkdir(parents=True, exist_ok=True)
        return on_spark(self.master, folder)
