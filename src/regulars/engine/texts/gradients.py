"""Findings about tiers that give less than lower ones."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

GRADIENTS: dict[str, _Texts] = {
    "factor_falls": {
        "en": (
            "The tier {tier!r} earns at {here}, and the lower tier {lower!r} at {there}.",
            "Members would lose by rising.",
            "Give {tier!r} a factor of {there} or more.",
        ),
        "zh": (
            "等级 {tier!r} 的倍率为 {here}，而更低的等级 {lower!r} 为 {there}。",
            "会员升级后反而吃亏。",
            "将 {tier!r} 的倍率设为 {there} 或更高。",
        ),
    },
    "share_falls": {
        "en": (
            "The tier {tier!r} may pay {here} of an order with points, and the lower tier {lower!r} {there}.",
            "Members would lose by rising.",
            "Give {tier!r} a share of {there} or more.",
        ),
        "zh": (
            "等级 {tier!r} 可用积分抵扣订单的 {here}，而更低的等级 {lower!r} 可抵扣 {there}。",
            "会员升级后反而吃亏。",
            "将 {tier!r} 的比例设为 {there} 或更高。",
        ),
    },
    "price_rises": {
        "en": (
            "The tier {tier!r} pays {here} of the price, and the lower tier {lower!r} only {there}.",
            "Members would lose by rising: the smaller number is the better price, 0.9 is 10 % off and 0.98 only 2 %.",
            "Give {tier!r} a price of {there} or less.",
        ),
        "zh": (
            "等级 {tier!r} 按原价的 {here} 兑换，而更低的等级 {lower!r} 只需 {there}。",
            "会员升级后反而吃亏：数字越小折扣越大，0.9 是九折（减 10%），0.98 是九八折（只减 2%）。",
            "将 {tier!r} 的价格设为 {there} 或更低。",
        ),
    },
}
