"""Replays on a cluster of Apache Spark. pyspark is imported only when one is asked for."""

from regulars.domain.replay.operations.spark.sessions import on_spark

__all__ = ["on_spark"]
