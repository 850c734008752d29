"""What the sections and fields of a programme document are called.

English names are the document's own words. A field that is not listed is shown by its own word in Chinese, too, so
a new one is never hidden; a test asks for its name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.surfaces.web.formatting import is_chinese

_SECTIONS: dict[str, Promise] = {
    "": _("Programme"),
    "policies": _("Policies"),
    "attributes": _("Attribute of events"),
    "member_attributes": _("Attribute of members"),
    "wallets": _("Wallet"),
    "metrics": _("Metric"),
    "groups": _("Group"),
    "rules": _("Rule"),
    "multipliers": _("Multiplier"),
    "budgets": _("Budget"),
    "ladder": _("Ladder"),
    "ladder.tiers": _("Tier"),
    "goals": _("Goal"),
    "holds": _("Holds"),
    "transfers": _("Transfers"),
    "pools": _("Family pools"),
}
_FIELDS = {
    "applies_to": "适用规则",
    "at_most": "单次上限",
    "attributes": "事件属性",
    "award": "奖励",
    "basis": "计分基数",
    "benefits": "权益",
    "budgets": "总预算",
    "by_tier": "分级系数",
    "cash_value": "抵现价值",
    "colour": "颜色",
    "currency": "币种",
    "days": "天数",
    "decimals": "小数位",
    "delivery": "运费",
    "discounts": "折扣",
    "en": "英文",
    "ends_on": "结束日",
    "enter": "升级条件",
    "evaluation": "等级评定",
    "every": "周期",
    "expiry": "有效期",
    "expiry_boundary": "到期日",
    "factor": "系数",
    "fee_percent": "手续费比例",
    "fee_points": "固定手续费",
    "goals": "目标",
    "grace_days": "宽限期",
    "group": "叠加组",
    "groups": "叠加组",
    "holds": "积分冻结",
    "id": "编号",
    "instruments": "支付工具",
    "keep": "保级条件",
    "keeps_expiry": "保留有效期",
    "kind": "方式",
    "ladder": "等级体系",
    "landing": "降级方式",
    "limits": "上限",
    "maximum_members": "最多人数",
    "maximum_minutes": "最长分钟",
    "maximum_per_day": "每日上限",
    "maximum_per_month": "每月上限",
    "measure": "度量",
    "member_attributes": "会员属性",
    "metric": "指标",
    "metrics": "指标",
    "minimum": "最低数量",
    "minimum_stay_days": "最短保级期",
    "minutes": "分钟",
    "mode": "方式",
    "months": "月数",
    "multipliers": "倍率",
    "name": "名称",
    "near_percent": "临近升级比例",
    "notice_days": "提前通知天数",
    "of": "对象",
    "order_share": "抵现比例上限",
    "order_share_by_tier": "分级抵现比例",
    "overdraft": "透支",
    "pending": "待生效",
    "per": "每",
    "per_item": "按件",
    "period": "周期",
    "points": "积分",
    "policies": "策略",
    "pools": "家庭共享",
    "price_by_tier": "分级兑换折扣",
    "priority": "优先级",
    "proposition": "价值主张",
    "purpose": "用途",
    "recovery_offset_percent": "追讨比例",
    "refund": "退款",
    "refund_shortfall": "追回差额",
    "repeat": "可重复",
    "returned_minimum_days": "退回积分最短有效期",
    "review": "等级评估",
    "rounding": "取整",
    "rules": "积分规则",
    "spending": "使用规则",
    "spent_points": "已用积分退回",
    "starts_on": "开始日",
    "step": "使用步长",
    "surplus": "超出部分",
    "target": "目标值",
    "tax": "税",
    "tier": "等级",
    "tiers": "等级",
    "time_zone": "时区",
    "transfers": "积分转赠",
    "trial": "体验等级",
    "type": "类型",
    "until": "截止",
    "visible": "会员可见",
    "wallet": "积分账户",
    "wallets": "积分账户",
    "when": "条件",
    "whole_steps": "按整数步计",
    "window": "统计窗口",
    "zh": "中文",
}


def section_name(section: str) -> str:
    """What a part of the section is called, such as `Rule` for one of `rules`."""
    known = _SECTIONS.get(section)
    return str(known) if known else field_name(section)


def field_name(path: str) -> str:
    """What the field at a path is called: `award.points` as "award points" or “奖励·积分”."""
    steps = [step for step in path.split(".") if step]
    if is_chinese():
        return "·".join(_FIELDS.get(step, step) for step in steps)
    return " ".join(step.replace("_", " ") for step in steps)


def is_named(field: str) -> bool:
    """Whether the field has a Chinese name."""
    return field in _FIELDS
