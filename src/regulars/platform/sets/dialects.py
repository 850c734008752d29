"""The text of a computation for an engine that is not DuckDB."""

from __future__ import annotations

from sqlglot import exp

SPARK, POSTGRESQL = "spark", "postgres"


def text_for(query: exp.Query, dialect: str) -> str:
    """The query in the words of another engine, with the same answer."""
    if dialect == SPARK:
        return query.transform(_exact_median).sql(dialect=dialect)
    return (_with_aliases(query) if dialect == POSTGRESQL else query).sql(dialect=dialect)


def _exact_median(node: exp.Expression) -> exp.Expression:
    """Spark's `percentile` is the exact one; what sqlglot would write is an approximation."""
    if isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont):
        ordered = node.expression.expressions[0].this
        return exp.Anonymous(this="percentile", expressions=[ordered, node.this.this])
    return node


def _with_aliases(query: exp.Query) -> exp.Query:
    """PostgreSQL before 16 wants a name for every query that stands for a table."""
    told = query.copy()
    for number, subquery in enumerate(told.find_all(exp.Subquery)):
        if isinstance(subquery.parent, exp.From | exp.Join) and not subquery.alias:
            subquery.set("alias", exp.TableAlias(this=exp.to_identifier(f"unnamed_{number}")))
    return told
