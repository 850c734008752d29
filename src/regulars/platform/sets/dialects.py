"""The text of a computation for an engine that is not DuckDB."""

from __future__ import annotations

from sqlglot import exp

SPARK, POSTGRESQL = "spark", "postgres"


def text_for(query: exp.Query, dialect: str) -> str:
    """The query in the words of another engine, with the same answer."""
    told = query.transform(_exact_median) if dialect == SPARK else query
    return told.sql(dialect=dialect)


def _exact_median(node: exp.Expression) -> exp.Expression:
    """Spark's `percentile` is the exact one; what sqlglot would write is an approximation."""
    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        ordered = node.expression.expressions[0].this
        return exp.Anonymous(this="percentile", expressions=[ordered, node.this.this])
    return node
