"""Words about predictions: what models, methods, figures, levels and reasons are called. English, then Chinese."""

from __future__ import annotations

from regulars.domain.predictions.types import Card, Group, Level, Method, Model, Reason
from regulars.surfaces.web.formatting import is_chinese

Pair = tuple[str, str]

MODELS: dict[Model, Pair] = {
    Model.CHURN_30: ("Churn, 30 days", "30 天流失风险"),
    Model.CHURN_90: ("Churn, 90 days", "90 天流失风险"),
    Model.VALUE_90: ("Value, 90 days", "90 天价值"),
    Model.VALUE_365: ("Value, one year", "一年价值"),
    Model.NEXT_PURCHASE: ("Next purchase", "下次购买日"),
    Model.AGAIN_CATEGORY: ("Buy again: categories", "复购品类"),
    Model.NEW_CATEGORY: ("New categories", "新品类"),
    Model.AGAIN_PRODUCT: ("Buy again: products", "复购商品"),
    Model.NEW_PRODUCT: ("New products", "新商品"),
}

DEFINITIONS: dict[Model, Pair] = {
    Model.CHURN_30: (
        "The chance that a member who bought in the last 90 days buys nothing in the next 30.",
        "过去 90 天内买过的会员，在未来 30 天内不再购买的概率。",
    ),
    Model.CHURN_90: (
        "The chance that a member who bought in the last 90 days buys nothing in the next 90.",
        "过去 90 天内买过的会员，在未来 90 天内不再购买的概率。",
    ),
    Model.VALUE_90: (
        "What a member who bought in the last 90 days will spend in the next 90, net of refunds.",
        "过去 90 天内买过的会员，在未来 90 天的预计消费（扣除退款）。",
    ),
    Model.VALUE_365: (
        "What a member who bought in the last 90 days will spend in the next year, net of refunds.",
        "过去 90 天内买过的会员，在未来一年的预计消费（扣除退款）。",
    ),
    Model.NEXT_PURCHASE: (
        "The day of the next purchase, for members who bought on at least 4 days and in the last 90. Tested on those"
        " who came within 60 days.",
        "至少有 4 个购买日、且过去 90 天内买过的会员的下次购买日；以 60 天内再次到店者检验。",
    ),
    Model.AGAIN_CATEGORY: (
        "Categories that the member bought before and that are likely in the next purchase.",
        "会员以前买过、下次购买很可能再买的品类。",
    ),
    Model.NEW_CATEGORY: (
        "Categories that the member never bought and that are likely in the next purchase.",
        "会员从未买过、下次购买可能买的品类。",
    ),
    Model.AGAIN_PRODUCT: (
        "Products that the member bought before and that are likely in the next purchase, of the 800 most bought.",
        "会员以前买过、下次购买很可能再买的商品，限购买人数最多的 800 种。",
    ),
    Model.NEW_PRODUCT: (
        "Products that the member never bought and that are likely in the next purchase, of the 800 most bought.",
        "会员从未买过、下次购买可能买的商品，限购买人数最多的 800 种。",
    ),
}

METHODS: dict[Method, Pair] = {
    Method.RECENCY: ("Recency alone", "仅看最近购买"),
    Method.LOGISTIC: ("Logistic regression", "逻辑回归"),
    Method.NAIVE_SPEND: ("Mean of recent spend and lifetime rate", "近期消费与长期均值的平均"),
    Method.BG_NBD: ("BG/NBD with Gamma-Gamma", "BG/NBD 与 Gamma-Gamma"),
    Method.BOOSTED: ("Boosted trees", "提升树"),
    Method.OWN_GAP: ("Last purchase plus own median gap", "上次购买加个人中位间隔"),
    Method.SHRUNK_GAPS: ("Own gaps drawn to those of all", "向总体收缩的个人间隔"),
    Method.POPULARITY: ("What most members buy", "热门程度"),
    Method.OWN_FREQUENCY: ("What the member bought most often", "个人购买频次"),
    Method.FADING_FREQUENCY: (
        "What the member bought most often, recent purchases counting more",
        "个人频次（越近权重越高）",
    ),
    Method.EASE: ("What goes with what was bought (EASE)", "关联推荐（EASE）"),
}

FIGURES: dict[str, tuple[str, str, str]] = {
    # a figure's kind: share, ratio, money, days
    "auc": ("AUC", "AUC", "ratio"),
    "average_precision": ("PR-AUC", "PR-AUC", "ratio"),
    "top_lift": ("Lift in the likeliest tenth", "前 10% 提升度", "ratio"),
    "brier": ("Brier score", "Brier 分数", "ratio"),
    "share": ("Members who stopped", "实际流失占比", "share"),
    "mean_error": ("Mean absolute error", "平均绝对误差", "money"),
    "rank_correlation": ("Rank correlation (Spearman)", "秩相关（Spearman）", "ratio"),
    "total_error": ("Error of the total", "总额误差", "share"),
    "covered": ("Within the 80 % interval", "落在 80% 区间内", "share"),
    "mean_error_days": ("Mean absolute error, days", "平均绝对误差（天）", "days"),
    "within_3_days": ("At most 3 days off", "误差不超过 3 天", "share"),
    "ndcg": ("NDCG@10", "NDCG@10", "ratio"),
}

LEVELS: dict[Level, tuple[str, str, str]] = {
    # the third is the tone of a tag
    Level.CRITICAL: ("Critical", "极高", "tag-bad"),
    Level.HIGH: ("High", "高", "tag-bad"),
    Level.RAISED: ("Raised", "偏高", "tag-warn"),
    Level.WATCH: ("Watch", "关注", "tag-warn"),
    Level.LOW: ("Low", "低", "tag-good"),
}

_REFUSALS: dict[str, Pair] = {
    "too_few_members": (
        "Only {members:,.0f} members can be judged; {needed:,.0f} are needed to tell a model from chance.",
        "可供检验的会员只有 {members:,.0f} 位，至少需要 {needed:,.0f} 位才能区分模型与偶然。",
    ),
    "too_few_happened": (
        "It happened, or did not happen, to only {members:,.0f} members; {needed:,.0f} are needed.",
        "发生（或未发生）流失的会员只有 {members:,.0f} 位，至少需要 {needed:,.0f} 位。",
    ),
    "history_too_short": (
        "The history tells of {days:,.0f} days; to learn and to test on a later stretch it takes {needed:,.0f}.",
        "历史只有 {days:,.0f} 天，学习并用之后的一段检验需要 {needed:,.0f} 天。",
    ),
    "baseline_wins": (
        "The naive baseline does as well ({baseline:,.3f} against {value:,.3f}), so no prediction is shown.",
        "朴素基线的效果不逊于模型（{baseline:,.3f} 对 {value:,.3f}），因此不给出预测。",
    ),
    "no_items": (
        "Purchases name no items of this kind.",
        "购买记录中没有这类明细。",
    ),
}

_GROUPS: dict[Group, tuple[Pair, Pair]] = {
    # what raises the risk, what lowers it
    Group.SILENCE: (
        (
            "Days since the last purchase: {recency:,.0f}; usual gap: {gap_median:,.0f}",
            "已 {recency:,.0f} 天未购买，通常每 {gap_median:,.0f} 天一次",
        ),
        (
            "Bought lately; days since: {recency:,.0f}, usual gap: {gap_median:,.0f}",
            "{recency:,.0f} 天前刚买过，通常每 {gap_median:,.0f} 天一次",
        ),
    ),
    Group.RHYTHM: (
        ("Buys seldom; purchases in 90 days: {purchases_90:,.0f}", "购买不频繁：90 天内 {purchases_90:,.0f} 次"),
        ("Buys often; purchases in 90 days: {purchases_90:,.0f}", "购买频繁：90 天内 {purchases_90:,.0f} 次"),
    ),
    Group.TREND: (
        (
            "Buying less: {purchases_30:,.0f} of {purchases_90:,.0f} purchases of 90 days in the last 30",
            "购买减少：90 天内 {purchases_90:,.0f} 次中，近 30 天 {purchases_30:,.0f} 次",
        ),
        (
            "Keeps buying: {purchases_30:,.0f} of {purchases_90:,.0f} purchases of 90 days in the last 30",
            "购买稳定：90 天内 {purchases_90:,.0f} 次中，近 30 天 {purchases_30:,.0f} 次",
        ),
    ),
    Group.SPEND: (
        ("The amount spent speaks for stopping", "消费金额偏向流失"),
        ("The amount spent speaks for staying", "消费金额偏向留存"),
    ),
    Group.VARIETY: (
        ("Few categories in 90 days: {categories_90:,.0f}", "品类少：90 天内 {categories_90:,.0f} 个"),
        ("Many categories in 90 days: {categories_90:,.0f}", "品类多：90 天内 {categories_90:,.0f} 个"),
    ),
    Group.PROMOTION: (
        ("{promoted_share:.0%} of spend on promotion", "促销购买占 {promoted_share:.0%}"),
        ("{promoted_share:.0%} of spend on promotion", "促销购买占 {promoted_share:.0%}"),
    ),
    Group.PLACES: (
        ("Stores, channels and weekdays speak for stopping", "门店、渠道和购买时段偏向流失"),
        ("Stores, channels and weekdays speak for staying", "门店、渠道和购买时段偏向留存"),
    ),
    Group.ENGAGEMENT: (
        ("Little use of points and offers", "积分与活动参与少"),
        ("Uses points and offers", "积极使用积分与活动"),
    ),
}

PARAMETERS: dict[str, Pair] = {
    "held": ("Regularisation (C)", "正则化参数 C"),
    "slope": ("Calibration, slope", "校准斜率"),
    "shift": ("Calibration, shift", "校准截距"),
    "items": ("Items", "商品或品类数"),
    "r": ("BG/NBD r", "BG/NBD r"),
    "alpha": ("BG/NBD alpha, days", "BG/NBD α（天）"),
    "a": ("BG/NBD a", "BG/NBD a"),
    "b": ("BG/NBD b", "BG/NBD b"),
    "p": ("Gamma-Gamma p", "Gamma-Gamma p"),
    "q": ("Gamma-Gamma q", "Gamma-Gamma q"),
    "v": ("Gamma-Gamma v, minor units", "Gamma-Gamma v（最小货币单位）"),
}

DRIFTING: dict[str, Pair] = {
    "told": ("The prediction itself", "预测值本身"),
    "recency": ("Days since the last purchase", "距上次购买天数"),
    "recency_by_gap": ("Silence beside the mean gap", "沉默时长与平均间隔之比"),
    "recency_by_longest": ("Silence beside the longest gap", "沉默时长与最长间隔之比"),
    "rate": ("Days with a purchase, of all days", "购买日占比"),
    "gap_median": ("Median gap", "间隔中位数"),
    "gap_mean": ("Mean gap", "平均间隔"),
    "gap_max": ("Longest gap", "最长间隔"),
    "unevenness": ("How uneven gaps are", "间隔离散程度"),
    "trend_month": ("Purchases: month beside quarter", "购买：近月与近季之比"),
    "trend_quarter": ("Purchases: quarter beside half-year", "购买：近季与近半年之比"),
    "trend_spend": ("Spend: month beside quarter", "消费：近月与近季之比"),
    "basket": ("Mean basket", "客单价"),
    "categories": ("Categories", "品类数"),
    "categories_90": ("Categories, 90 days", "品类数（90 天）"),
    "promoted": ("Share on promotion", "促销购买占比"),
    "discounts": ("Discount beside spend", "折扣与消费之比"),
    "stores": ("Stores", "门店数"),
    "channels": ("Channels", "渠道数"),
    "weekend": ("Share at weekends", "周末占比"),
    "redemptions": ("Redemptions", "兑换次数"),
    "refunds": ("Refunds", "退款次数"),
    "activities": ("Activities", "互动次数"),
    "points": ("Points available", "可用积分"),
    **{
        f"{what}_{days}": (f"{english}, {days} days", f"{chinese}（{days} 天）")
        for what, english, chinese in (
            ("purchases", "Purchases", "购买次数"),
            ("days", "Days with a purchase", "购买天数"),
            ("spend", "Spend", "消费"),
        )
        for days in (14, 30, 60, 90, 180)
    },
}


def chosen(pair: tuple[str, ...]) -> str:
    """The text in the reader's language."""
    return pair[1] if is_chinese() else pair[0]


def model_name(model: Model) -> str:
    """What a model is called."""
    return chosen(MODELS[model])


def definition(model: Model) -> str:
    """What it says."""
    return chosen(DEFINITIONS[model])


def method_name(method: Method | None) -> str:
    """What a method is called; a dash for none."""
    return "–" if method is None else chosen(METHODS[method])


def refusal(card: Card) -> str:
    """Why nothing is predicted; empty where something is."""
    return chosen(_REFUSALS[card.refusal]).format(**card.params) if card.refusal else ""


def level_name(level: Level) -> str:
    """What a level is called."""
    return chosen(LEVELS[level])


def reason_words(reason: Reason, facts: dict[str, float]) -> str:
    """What raises or lowers a risk, with the member's own numbers."""
    raises, lowers = _GROUPS[reason.group]
    told = {name: facts.get(name, 0.0) for name in _NAMED} | {"gap_median": facts.get("gap_median", facts["recency"])}
    return chosen(raises if reason.raises else lowers).format(**told)


_NAMED = ("recency", "gap_median", "purchases_90", "purchases_30", "spend_90", "categories_90", "promoted_share")
