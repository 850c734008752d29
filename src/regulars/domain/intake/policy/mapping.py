"""Which column of a file is which field of an event: what there is to map, and what the headings suggest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import available_timezones

from regulars.domain.intake.errors import HeadingsInvalid, MappingInvalid
from regulars.domain.intake.types.files import ATTRIBUTE_PREFIX, OPENING_SOURCE, Mapping

IDENTIFIERS = ("card", "mobile", "email", "external_id", "device")
MOST_COLUMNS = 400
LINE_FIELDS = (
    *("line_id", "sku", "category", "department", "brand", "quantity"),
    *("line_amount", "line_discount", "line_tax"),
)
OPENING_FIELDS = ("tier_until",)
"""Fields that only opening balances have."""
FIELDS_OF_OPENINGS = frozenset(
    {*IDENTIFIERS, "occurred_at", "time_of_day", "wallet", "points", "until", "tier", "tier_until", "channel", "store"}
)
EVENT_FIELDS = (
    "id",
    "type",
    "occurred_at",
    "time_of_day",
    *IDENTIFIERS,
    "order_id",
    "amount",
    "discount",
    "order_discount",
    "tax",
    "delivery",
    "instruments",
    "currency",
    "channel",
    "store",
    "points",
    "wallet",
    "tier",
    "until",
    "reason",
    "activity",
    "name",
    "birth_month",
    "language",
)
FIELDS = (*EVENT_FIELDS, *LINE_FIELDS, *OPENING_FIELDS)

HEADINGS: dict[str, str] = {
    "id": "id event_id 事件编号 事件id 流水号 交易流水号",
    "type": "type event_type kind 类型 事件类型 交易类型 业务类型",
    "occurred_at": "occurred_at timestamp datetime date time created_at paid_at order_date order_time"
    " transaction_timestamp purchase_date"
    " 时间 日期 交易时间 交易日期 下单时间 支付时间 消费时间 发生时间 订单日期 订单时间",
    "time_of_day": "time_of_day transaction_time 时刻",
    "card": "card card_no card_number member_card loyalty_card 卡号 会员卡号 会员卡",
    "mobile": "mobile phone mobile_phone phone_number tel 手机 手机号 手机号码 电话 联系电话",
    "email": "email e_mail mail email_address 邮箱 电子邮箱 邮件 电子邮件",
    "external_id": "external_id customer_id customer user_id member_id household_id client_id 会员编号 会员号 会员id"
    " 客户编号 客户id 用户id 用户编号 顾客编号",
    "device": "device device_id anonymous_id 设备 设备号 设备id",
    "order_id": "order_id order order_no order_number basket_id transaction_id receipt receipt_no invoice ticket"
    " 订单号 订单编号 订单id 小票号 单号 交易号",
    "amount": "amount total order_amount order_total total_amount paid paid_amount revenue sales"
    " 金额 订单金额 实付金额 实付 支付金额 消费金额 总金额 应付金额",
    "discount": "discount order_discount 优惠 折扣 优惠金额 折扣金额 订单优惠",
    "order_discount": "whole_order_discount 整单优惠 整单折扣 满减",
    "tax": "tax order_tax vat 税 税额 订单税额",
    "delivery": "delivery delivery_fee shipping shipping_fee freight 运费 配送费",
    "instruments": "instruments gift_card gift_card_amount voucher_amount stored_value"
    " 礼品卡 礼品卡支付 储值卡支付 代金券支付",
    "currency": "currency 币种 货币",
    "channel": "channel sales_channel 渠道 销售渠道",
    "store": "store store_id shop shop_id branch outlet 门店 店铺 门店编号 店号 门店名称",
    "points": "points 积分 积分数 积分值",
    "wallet": "wallet 积分类型 积分账户",
    "tier": "tier level 等级 会员等级",
    "until": "until valid_until 有效期至 截止日期",
    "reason": "reason note remark comment 原因 备注 说明",
    "activity": "activity event event_name action 活动 行为 行为名称",
    "name": "name full_name customer_name member_name 姓名 会员姓名 客户姓名",
    "birth_month": "birth_month birthday_month 生日月份 出生月份",
    "language": "language locale lang 语言",
    "line_id": "line_id line line_no item_no 行号 明细号 明细编号",
    "sku": "sku product_id product item item_id product_code barcode 商品编号 商品编码 货号 商品 条码 商品id",
    "category": "category product_category 品类 类别 商品类别 商品分类 分类",
    "department": "department 部门 部类 大类",
    "brand": "brand 品牌",
    "quantity": "quantity qty units count pieces 数量 件数 购买数量",
    "line_amount": "line_amount item_amount line_total sales_value 行金额 明细金额 商品金额 小计",
    "line_discount": "line_discount item_discount retail_disc 行优惠 明细优惠 商品优惠",
    "line_tax": "line_tax item_tax 行税额 明细税额 商品税额",
    "tier_until": "tier_until tier_valid_until level_until 等级有效期 等级有效期至 等级到期日",
}
"""Headings by which a field is recognised, in English and Chinese; case, spaces and signs do not count."""

KINDS = {
    "购买": "purchase",
    "消费": "purchase",
    "销售": "purchase",
    "sale": "purchase",
    "order": "purchase",
    "退款": "refund",
    "退货": "refund",
    "return": "refund",
    "兑换": "redeem",
    "积分兑换": "redeem",
    "redemption": "redeem",
    "赠送": "grant",
    "补发": "grant",
    "等级调整": "tier_grant",
    "活动": "activity",
    "行为": "activity",
    "入会": "enrol",
    "注册": "enrol",
    "enroll": "enrol",
    "signup": "enrol",
    "资料": "profile",
}
"""Words for kinds of events that files use."""


def plain_heading(heading: str) -> str:
    """A heading without case, spaces, signs and width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())


def suggest_mapping(headings: Sequence[str], time_zone: str, attributes: Sequence[str] = ()) -> Mapping:
    """The mapping that the headings speak for; each heading is used at most once.

    With columns of lines beside an order id, it is a file of lines, and a plain amount is the line's.
    """
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain_heading(heading), heading)
    columns: dict[str, str] = {}
    for field in HEADINGS:
        found = next((by_plain[word] for word in _plain_names(field) if word in by_plain), None)
        if found is not None and found not in columns.values():
            columns[field] = found
    of_lines = "order_id" in columns and any(field in columns for field in LINE_FIELDS)
    if of_lines:
        _move(columns, "amount", "line_amount", keep={plain_heading("order_amount"), plain_heading("订单金额")})
        _move(columns, "discount", "line_discount", keep={plain_heading("order_discount"), plain_heading("订单优惠")})
    else:
        columns = {field: heading for field, heading in columns.items() if field not in LINE_FIELDS}
    columns = {field: heading for field, heading in columns.items() if field not in OPENING_FIELDS}
    for attribute in attributes:
        named = by_plain.get(plain_heading(attribute))
        if named is not None and named not in columns.values():
            columns[ATTRIBUTE_PREFIX + attribute] = named
    constants = {} if "type" in columns else {"type": "activity" if "activity" in columns else "purchase"}
    return Mapping("lines" if of_lines else "events", columns, constants, time_zone)


def suggest_opening_mapping(headings: Sequence[str], time_zone: str, as_of: str) -> Mapping:
    """The mapping of a file of opening balances as of a day or instant."""
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain_heading(heading), heading)
    columns: dict[str, str] = {}
    for field in HEADINGS:
        if field not in FIELDS_OF_OPENINGS - {"occurred_at", "time_of_day"}:
            continue
        found = next((by_plain[word] for word in _plain_names(field) if word in by_plain), None)
        if found is not None and found not in columns.values():
            columns[field] = found
    return Mapping("openings", columns, {"occurred_at": as_of}, time_zone, OPENING_SOURCE)


def _plain_names(field: str) -> list[str]:
    return [plain_heading(name) for name in HEADINGS[field].split()]


def _move(columns: dict[str, str], field: str, to: str, keep: set[str]) -> None:
    """In a file of lines a plain heading speaks of the line, unless it names the order."""
    if field in columns and to not in columns and plain_heading(columns[field]) not in keep:
        columns[to] = columns.pop(field)


def check_mapping(mapping: Mapping, headings: Sequence[str]) -> None:
    """Raise MappingInvalid with everything that keeps rows from becoming events."""
    if mapping.layout not in _LAYOUTS:
        raise MappingInvalid(problems=[f"{mapping.layout}: layout_unknown"])
    given = {*mapping.columns, *mapping.constants}
    known = {*FIELDS, *(name for name in given if name.startswith(ATTRIBUTE_PREFIX))}
    problems: list[str] = []
    problems += [f"{name}: field_unknown" for name in sorted(given - known)]
    missing = sorted(set(mapping.columns.values()) - set(headings))
    problems += [f"{name}: column_missing" for name in missing]
    if "occurred_at" not in given:
        problems.append("occurred_at: field_missing")
    if not given.intersection(IDENTIFIERS):
        problems.append("member: field_missing")
    problems += _LAYOUTS[mapping.layout](mapping, given)
    if mapping.time_zone not in available_timezones():
        problems.append("time_zone: zone_unknown")
    if problems:
        raise MappingInvalid(problems=problems)


def _problems_of_events(mapping: Mapping, given: set[str]) -> list[str]:
    problems = [] if "type" in given else ["type: field_missing"]
    if mapping.layout == "lines" and "order_id" not in mapping.columns:
        problems.append("order_id: field_missing")
    if mapping.layout == "events":
        problems += [f"{name}: line_field" for name in LINE_FIELDS if name in given]
    return problems + [f"{name}: opening_field" for name in OPENING_FIELDS if name in given]


def _problems_of_openings(mapping: Mapping, given: set[str]) -> list[str]:
    del mapping
    problems = [] if {"points", "tier"} & given else ["points: field_missing"]
    foreign = sorted(given.intersection(FIELDS) - FIELDS_OF_OPENINGS)
    return problems + [f"{name}: no_opening_field" for name in foreign]


_LAYOUTS = {"events": _problems_of_events, "lines": _problems_of_events, "openings": _problems_of_openings}


def check_headings(headings: tuple[str, ...]) -> None:
    """Columns must be told apart by name."""
    repeated = sorted({heading for heading in headings if headings.count(heading) > 1 or not heading})
    if repeated or not headings or len(headings) > MOST_COLUMNS:
        raise HeadingsInvalid(repeated=", ".join(repeated)[:200], columns=len(headings))
