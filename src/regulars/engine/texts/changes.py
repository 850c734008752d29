"""Findings about a document that is to follow another."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

CHANGES: dict[str, _Texts] = {
    "programme_id_changed": {
        "en": (
            "The id changes from {old!r} to {new!r}.",
            "It is the name under which the programme, its members and its ledger are kept.",
            "Set it to {old!r} again.",
        ),
        "zh": (
            "编号由 {old!r} 改为 {new!r}。",
            "会员计划、会员和账本都以该编号保存。",
            "改回 {old!r}。",
        ),
    },
    "currency_changed": {
        "en": (
            "The currency changes from {old!r} to {new!r}.",
            "Amounts that were measured and pinned in lots are in its minor units.",
            "Set it to {old!r} again.",
        ),
        "zh": (
            "币种由 {old!r} 改为 {new!r}。",
            "已统计的金额和批次基数都以原币种的最小单位保存。",
            "改回 {old!r}。",
        ),
    },
    "time_zone_changed": {
        "en": (
            "The time_zone changes from {old!r} to {new!r}.",
            "Days of expiry, limits and reviews have been counted in it.",
            "Set it to {old!r} again.",
        ),
        "zh": (
            "时区由 {old!r} 改为 {new!r}。",
            "到期日、上限和评估日都按原时区计算。",
            "改回 {old!r}。",
        ),
    },
    "wallet_missing": {
        "en": (
            "The wallet {wallet!r} is missing.",
            "Members may hold points in it, which would be out of reach.",
            "Put it back; to stop its use, remove the rules that earn into it.",
        ),
        "zh": (
            "缺少积分账户 {wallet!r}。",
            "会员可能持有该账户的积分，删除后将无法使用。",
            "恢复该账户；如需停用，删除向其发放积分的规则。",
        ),
    },
    "wallet_purpose_changed": {
        "en": (
            "The purpose of the wallet {wallet!r} changes from {old!r} to {new!r}.",
            "Points were earned to be spent, or only to count towards tiers.",
            "Set it to {old!r} again, or make a new wallet.",
        ),
        "zh": (
            "积分账户 {wallet!r} 的用途由 {old!r} 改为 {new!r}。",
            "已发积分或用于消费，或只用于等级评定。",
            "改回 {old!r}，或新建账户。",
        ),
    },
    "wallet_decimals_changed": {
        "en": (
            "The decimals of the wallet {wallet!r} changes from {old!r} to {new!r}.",
            "Balances are kept in its smallest unit, whose size this would change.",
            "Set it to {old!r} again, or make a new wallet.",
        ),
        "zh": (
            "积分账户 {wallet!r} 的小数位由 {old!r} 改为 {new!r}。",
            "余额以最小单位保存，这会改变单位大小。",
            "改回 {old!r}，或新建账户。",
        ),
    },
    "attribute_missing": {
        "en": (
            "The attribute {attribute!r} is no longer declared.",
            "What carries it was accepted, and would no longer be.",
            "Put it back; nothing has to use it.",
        ),
        "zh": (
            "属性 {attribute!r} 不再声明。",
            "带有该属性的数据曾被接受，今后将被拒绝。",
            "恢复该属性，不必使用它。",
        ),
    },
    "attribute_type_changed": {
        "en": (
            "The attribute {attribute!r} changes from {old} to {new}.",
            "What carries it was read as the one and would be read as the other.",
            "Set it to {old} again, or declare another attribute.",
        ),
        "zh": (
            "属性 {attribute!r} 的类型由 {old} 改为 {new}。",
            "已有数据按原类型读取，今后将按新类型读取。",
            "改回 {old}，或声明另一个属性。",
        ),
    },
    "tier_gone": {
        "en": (
            "The tier {tier!r} is gone.",
            "Members who stand on it move {where}.",
            "Put it back if that is not what you want.",
        ),
        "zh": (
            "等级 {tier!r} 已删除。",
            "该等级的会员将移至{where}。",
            "如非本意，请恢复。",
        ),
    },
    "metric_measured_otherwise": {
        "en": (
            "The metric {metric!r} is measured in another way.",
            "It is recomputed from each member's history, and what depends on it follows: tiers, limits, goals.",
            "Give the new measure an id of its own if the old one should stay comparable.",
        ),
        "zh": (
            "指标 {metric!r} 的统计方式改变。",
            "它会按每位会员的历史重新计算，依赖它的等级、上限和目标随之变化。",
            "如需保留原指标以便比较，请为新指标使用新编号。",
        ),
    },
    "rule_gone": {
        "en": (
            "The rule {rule!r} is gone.",
            "Points that it gave stay; refunds of those sales still take them back.",
            "Put it back if that is not what you want.",
        ),
        "zh": (
            "规则 {rule!r} 已删除。",
            "已发积分保留，相关订单退款时仍会追回。",
            "如非本意，请恢复。",
        ),
    },
}
