"""What users of a benefit spend beside members like them: same tier at the beginning, same band of spending before."""

from __future__ import annotations

import polars as pl

from regulars.domain.benefit_health.types import ENOUGH, Comparison, Unknown

BANDS = 4
_NORMAL = 1.96
_LEAST = 2


def compared(spending: pl.DataFrame, users: pl.Series, holders: pl.Series) -> Comparison | Unknown:
    """How much more users spent than others who had the benefit and did not use it, each in the quarter.

    `spending`: member, tier, band, before, during. In each stratum of tier and band the changes from the quarter before
    are compared, and strata are weighed by their users (subclassification: Cochran, *Biometrics*, 1968). The interval
    is that of the weighted mean, with 95 %. Fewer than 30 of either in strata that have both are not compared.
    """
    told = spending.join(pl.DataFrame({"member": holders}), on="member", how="semi").with_columns(
        user=pl.col("member").is_in(users.implode()), change=pl.col("during") - pl.col("before")
    )
    sides = (
        told.group_by("tier", "band", "user")
        .agg(n=pl.len(), mean=pl.col("change").mean(), spread=pl.col("change").var(), during=pl.col("during").mean())
        .filter(pl.col("n") >= _LEAST)
    )
    keys = ["tier", "band"]
    pairs = sides.filter("user").join(sides.filter(~pl.col("user")), on=keys, how="inner", suffix="_other")
    used, others = int(pairs["n"].sum()), int(pairs["n_other"].sum())
    if used < ENOUGH or others < ENOUGH:
        return Unknown.FEW
    weight = pl.col("n") / used
    figures = pairs.select(
        difference=(weight * (pl.col("mean") - pl.col("mean_other"))).sum(),
        variance=(weight**2 * (pl.col("spread") / pl.col("n") + pl.col("spread_other") / pl.col("n_other"))).sum(),
        others=(weight * pl.col("during_other")).sum(),
    ).row(0, named=True)
    difference, reach = figures["difference"], _NORMAL * figures["variance"] ** 0.5
    return Comparison(
        users=used,
        others=others,
        others_minor=round(figures["others"]),
        difference_minor=round(difference),
        low_minor=round(difference - reach),
        high_minor=round(difference + reach),
    )


def with_bands(spending: pl.DataFrame) -> pl.DataFrame:
    """Spending with bands: nothing before, or a quarter of those who bought; equals stand together."""
    bought = pl.when(pl.col("before") > 0).then(pl.col("before"))
    place = ((bought.rank("average") - 1) * BANDS // bought.count().clip(lower_bound=1)).cast(pl.Int64) + 1
    return spending.with_columns(band=place.fill_null(0))
