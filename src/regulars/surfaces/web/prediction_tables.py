"""The tables and charts of a model's card, for pages, files and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.domain.predictions.types import Card, LevelCount, Measured, Model
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.time import date_of
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import day, money, number
from regulars.surfaces.web.prediction_words import DRIFTING, FIGURES, chosen, level_name, method_name
from regulars.surfaces.web.tables import Cell

RISKS = (Model.CHURN_30, Model.CHURN_90)
VALUES = (Model.VALUE_90, Model.VALUE_365)


@dataclass(frozen=True)
class Table:
    """A table of a card: `headings` say whether a column is text; rows hold words, `plain` the same for files."""

    id: str
    title: str
    note: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    plain: tuple[tuple[Cell, ...], ...]
    chart: Chart | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings of the same table as a file, which has a column for each number."""
        return FILE_TITLES[self.id]


FILE_TITLES: dict[str, tuple[str, ...]] = {
    "measured": ("figure", "value", "low", "high", "baseline", "lead_low", "lead_high"),
    "tried": ("method", "deciding_figure", "in_use"),
    "levels": ("level", "from_probability", "members_now", "members_back_test", "share_stopped"),
    "calibration": ("tenth", "members", "predicted", "happened", "low", "high"),
    "lift": ("tenth", "members", "stopped", "lift", "caught"),
    "happened": ("predicted_on", "members", "predicted", "happened", "quality"),
    "drift": ("what", "psi"),
}


@dataclass(frozen=True)
class _Columns:
    """Headings of a table, and which of them are texts."""

    names: tuple[tuple[str, str], ...]
    texts: frozenset[int] = frozenset({0})

    def headings(self) -> tuple[tuple[str, bool], ...]:
        return tuple((chosen(name), place in self.texts) for place, name in enumerate(self.names))

    def row(self, cells: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
        return tuple((cell, place in self.texts) for place, cell in enumerate(cells))


def figure(name: str, value: float | None, currency: str) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    kind = FIGURES[name][2]
    if kind == "share":
        return f"{value:.1%}".replace("-", "\u2212")
    if kind == "money":
        return money(round(value), currency)
    return f"{value:.{2 if kind == 'days' else 3}f}".replace("-", "\u2212")


def deciding_words(card: Card, currency: str) -> str:
    """The figure that decides, beside the baseline's."""
    first = card.deciding
    if first is None:
        return "–"
    told = f"{chosen(FIGURES[first.name])} {figure(first.name, first.value, currency)}"
    return told if first.baseline is None else f"{told} ({figure(first.name, first.baseline, currency)})"


def tables_of(card: Card, currency: str) -> list[Table]:
    """All tables of a card that hold something, in the order in which they are read."""
    found = [_measured(card, currency), _tried(card, currency)]
    if card.levels:
        found.append(_levels(card))
    if card.calibration:
        found.append(_calibration(card, currency))
    if card.lift:
        found.append(_lift(card))
    if card.happened:
        found.append(_happened(card, currency))
    if card.drift:
        found.append(_drift(card))
    return [one for one in found if one.rows]


def _measured(card: Card, currency: str) -> Table:
    columns = _Columns(
        (
            ("Figure", "指标"),
            ("Value", "数值"),
            ("90 % interval", "90% 区间"),
            ("Baseline", "基线"),
            ("Lead", "领先（90% 区间）"),
        )
    )
    rows = tuple(
        columns.row(
            (
                chosen(FIGURES[one.name]),
                figure(one.name, one.value, currency),
                f"{figure(one.name, one.low, currency)} – {figure(one.name, one.high, currency)}",
                figure(one.name, one.baseline, currency),
                _lead(one, currency),
            )
        )
        for one in card.measured
    )
    plain = tuple(
        (one.name, one.value, one.low, one.high, one.baseline, one.lead_low, one.lead_high) for one in card.measured
    )
    note = chosen(
        (
            "From a day in the past, on what happened afterwards. A lead whose interval holds zero may be chance.",
            "在过去某日做出预测，用之后发生的情况检验。领先区间包含 0 时，可能只是偶然。",
        )
    )
    return Table("measured", chosen(("Back-test", "回测")), note, columns.headings(), rows, plain)


def _lead(one: Measured, currency: str) -> str:
    if one.lead_low is None or one.lead_high is None:
        return "–"
    return f"{figure(one.name, one.lead_low, currency)} – {figure(one.name, one.lead_high, currency)}"


def _tried(card: Card, currency: str) -> Table:
    columns = _Columns((("Method", "方法"), ("Deciding figure", "决定指标"), ("In use", "采用")), frozenset({0, 2}))
    name = card.measured[0].name if card.measured else "ndcg"
    rows = tuple(
        columns.row(
            (
                method_name(one.method),
                figure(name, one.deciding, currency),
                chosen(("Yes", "是")) if one.used and card.ready else "",
            )
        )
        for one in card.tried
    )
    plain = tuple((one.method.value, one.deciding, one.used) for one in card.tried)
    note = chosen(FIGURES[name]) if card.tried else ""
    return Table("tried", chosen(("Methods tried", "试过的方法")), note, columns.headings(), rows, plain)


def _levels(card: Card) -> Table:
    columns = _Columns(
        (
            ("Level", "等级"),
            ("From probability", "概率下限"),
            ("Members now", "当前会员"),
            ("In the back-test", "回测会员"),
            ("Of whom stopped", "其中流失"),
        )
    )
    rows = tuple(columns.row(_level_cells(one)) for one in card.levels)
    plain = tuple((one.level.value, one.least, one.members, one.tested, one.happened) for one in card.levels)
    note = chosen(
        (
            "Critical and high stand on the probability itself; raised is three times the share of all who stop, watch"
            " one and a half times.",
            "极高与高按概率本身划分；偏高为总体流失占比的 3 倍，关注为 1.5 倍。",
        )
    )
    return Table("levels", chosen(("Risk levels", "风险等级")), note, columns.headings(), rows, plain)


def _level_cells(one: LevelCount) -> tuple[str, ...]:
    happened = "–" if one.happened is None else f"{one.happened:.1%}"
    return (level_name(one.level), f"{one.least:.1%}", number(one.members), number(one.tested), happened)


def _calibration(card: Card, currency: str) -> Table:
    columns = _Columns(
        (("Tenth", "十分位"), ("Members", "会员数"), ("Predicted", "预测"), ("Happened", "实际"), ("Interval", "区间"))
    )
    rows, plain = [], []
    for place, one in enumerate(card.calibration, start=1):
        told, real, low, high = (_unit(card, value, currency) for value in (one.told, one.happened, one.low, one.high))
        rows.append(columns.row((str(place), number(one.members), told, real, f"{low} – {high}")))
        plain.append((place, one.members, one.told, one.happened, one.low, one.high))
    labels = tuple(str(place) for place in range(1, len(rows) + 1))
    told_series = tuple(_drawn(card, one.told, currency) for one in card.calibration)
    real_series = tuple(_drawn(card, one.happened, currency) for one in card.calibration)
    title = chosen(("Predicted and happened", "预测与实际"))
    chart = Chart(
        "calibration",
        title,
        "line",
        chosen(columns.names[0]),
        labels,
        (Series(chosen(columns.names[2]), told_series), Series(chosen(columns.names[3]), real_series)),
    )
    note = chosen(
        (
            "Members of the back-test in tenths by what was predicted, the least first.",
            "回测会员按预测值从低到高分为十组。",
        )
    )
    return Table("calibration", title, note, columns.headings(), tuple(rows), tuple(plain), chart)


def _unit(card: Card, value: float, currency: str) -> str:
    if card.model in RISKS:
        return f"{value:.1%}"
    if card.model in VALUES:
        return money(round(value), currency)
    return number(round(value, 1))


def _drawn(card: Card, value: float, currency: str) -> float:
    """A value as charts show it: per cent, units of money, or days."""
    if card.model in RISKS:
        return round(value * 100, 1)
    return round(value / 10 ** CURRENCY_DECIMALS[currency], 0) if card.model in VALUES else round(value, 1)


def _lift(card: Card) -> Table:
    columns = _Columns(
        (
            ("Tenth", "十分位"),
            ("Members", "会员数"),
            ("Stopped", "流失"),
            ("Lift", "提升度"),
            ("Caught so far", "累计捕获"),
        )
    )
    rows = tuple(
        columns.row((str(one.tenth), number(one.members), number(one.happened), f"{one.lift:.1f}", f"{one.caught:.0%}"))
        for one in card.lift
    )
    plain = tuple((one.tenth, one.members, one.happened, one.lift, one.caught) for one in card.lift)
    title = chosen(("Lift", "提升度"))
    chart = Chart(
        "lift",
        title,
        "bar",
        chosen(columns.names[0]),
        tuple(str(one.tenth) for one in card.lift),
        (Series(title, tuple(round(one.lift, 1) for one in card.lift)),),
    )
    note = chosen(
        (
            "Members in tenths, the likeliest to stop first: how much more often than on average it happened.",
            "会员按流失概率从高到低分为十组：实际流失为平均水平的多少倍。",
        )
    )
    return Table("lift", title, note, columns.headings(), rows, plain, chart)


def _happened(card: Card, currency: str) -> Table:
    columns = _Columns(
        (
            ("Predicted on", "预测日"),
            ("Members", "会员数"),
            ("Predicted", "预测"),
            ("Happened", "实际"),
            ("Quality", "质量"),
        )
    )
    rows, plain = [], []
    for one in card.happened:
        told, real = (_unit(card, value, currency) for value in (one.told, one.happened))
        quality = "–" if one.quality is None else number(round(one.quality, 3))
        rows.append(columns.row((day(date_of(one.day)), number(one.members), told, real, quality)))
        plain.append((date_of(one.day).isoformat(), one.members, one.told, one.happened, one.quality))
    note = chosen(
        (
            "Earlier predictions whose horizon has passed, against what happened. Quality is the AUC of a risk, the"
            " rank correlation of a value.",
            "预测期已满的历次预测与实际对比。质量：风险为 AUC，价值为秩相关。",
        )
    )
    return Table(
        "happened",
        chosen(("What came of earlier predictions", "以往预测的兑现情况")),
        note,
        columns.headings(),
        tuple(rows),
        tuple(plain),
    )


def _drift(card: Card) -> Table:
    columns = _Columns((("What", "内容"), ("PSI", "PSI"), ("", "")), frozenset({0, 2}))
    rows = tuple(
        columns.row((chosen(DRIFTING[one.name]), number(round(one.psi, 3)), _moved(one.psi))) for one in card.drift
    )
    plain = tuple((one.name, one.psi) for one in card.drift)
    note = chosen(
        (
            "How far members of now differ from those that the model learned from: below 0.1 little, above 0.25 much.",
            "当前会员与学习样本的差异：低于 0.1 变化小，高于 0.25 变化大。",
        )
    )
    return Table("drift", chosen(("Drift", "漂移")), note, columns.headings(), rows, plain)


def _moved(psi: float) -> str:
    if psi > 0.25:
        return chosen(("Has moved", "明显变化"))
    return chosen(("Moves", "有变化")) if psi > 0.1 else chosen(("Stable", "稳定"))
