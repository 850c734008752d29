"""Texts of what keeps a benefit from being granted, chosen, given or used: English, then Chinese. See `messages`."""

BENEFIT_MESSAGES: dict[str, tuple[str, str]] = {
    "call_address_refused": (
        "{host} is not called: it is on an inner network or without TLS, which the settings do not allow.",
        "未调用 {host}：该地址位于内部网络或未使用 TLS，而设置不允许这样的调用。",
    ),
    "call_failed": ("{host} answered {status}; it counts as not told.", "{host} 返回了 {status}，视为未送达。"),
    "campaign_busy": (
        "The campaign {campaign} is still at work. Wait until it has ended.",
        "活动 {campaign} 仍在发放中，请等待其结束。",
    ),
    "campaign_conflict": (
        "Another campaign was started under the id {campaign}. Give this one an id of its own.",
        "编号 {campaign} 已用于另一次活动，请为本次活动使用新的编号。",
    ),
    "campaign_empty": (
        "Nobody is in the segment {segment}, or it was not worked out yet. Work it out, or choose another one.",
        "分群 {segment} 中没有会员，或尚未计算。请先计算，或选择其他分群。",
    ),
    "campaign_not_found": ("There is no campaign {campaign}.", "没有编号为 {campaign} 的活动。"),
    "campaign_segment_archived": (
        "The segment {segment} was archived. Bring it back, or choose another one.",
        "分群 {segment} 已归档。请先恢复，或选择其他分群。",
    ),
    "campaign_withdrawn": (
        "The campaign {campaign} was withdrawn. Start a new one.",
        "活动 {campaign} 已撤回，请新建活动。",
    ),
    "benefit_choice_not_found": (
        "The programme has no choice of benefits {choice}. It has: {known}.",
        "计划没有自选权益 {choice}，现有：{known}。",
    ),
    "benefit_gift_to_oneself": (
        "A benefit cannot be given to oneself. Choose another member.",
        "不能把权益转赠给自己，请选择其他会员。",
    ),
    "benefit_grant_conflict": (
        "Something else was granted under the id {grant}. Give this grant an id of its own.",
        "编号 {grant} 已用于另一次发放，请为本次发放使用新的编号。",
    ),
    "benefit_grant_invalid": (
        "{quota} uses until {until} cannot be granted. Grant 1 to 1,000 uses, with an end later than now.",
        "无法发放 {quota} 次、有效至 {until} 的权益。次数须为 1 到 1000，截止时间须晚于现在。",
    ),
    "benefit_grant_not_found": ("There is no grant {grant}.", "没有编号为 {grant} 的权益发放。"),
    "benefit_grant_over": (
        "The grant {grant} is used up, or was withdrawn before.",
        "权益发放 {grant} 已用完，或此前已撤回。",
    ),
    "benefit_never_used": (
        "The benefit {benefit} was not used yet. Rate it after the first use.",
        "尚未使用权益 {benefit}，请在首次使用后评价。",
    ),
    "benefit_score_invalid": (
        "{score} is no rating. Give a whole number from {least} to {most}.",
        "{score} 不是有效评分，请填写 {least} 到 {most} 的整数。",
    ),
    "benefit_not_by_hand": (
        "The benefit {benefit} is not granted by hand. The programme can allow it with “by_hand”.",
        "权益 {benefit} 不能人工发放，可在计划中用 by_hand 允许。",
    ),
    "benefit_not_found": (
        "The programme has no benefit {benefit}. It has: {known}.",
        "计划没有权益 {benefit}，现有：{known}。",
    ),
    "benefit_not_giftable": (
        "The benefit {benefit} cannot be given on: the programme does not allow it, or it was a gift itself.",
        "权益 {benefit} 不能转赠：计划不允许，或它本身是受赠的。",
    ),
    "benefit_not_held": (
        "The member does not have the benefit {benefit} now: another tier has it, or it is over.",
        "该会员目前没有权益 {benefit}：等级不符，或已过期。",
    ),
    "benefit_not_in_choice": (
        "The benefit {benefit} does not stand in this choice. Take some of: {known}.",
        "权益 {benefit} 不在本次自选范围内，可选：{known}。",
    ),
    "benefit_not_used": (
        "The benefit {benefit} is not used up at a counter: it simply holds.",
        "权益 {benefit} 无需核销，持有期间一直有效。",
    ),
    "benefit_order_too_small": (
        "The benefit {benefit} is for orders of {minimum} {currency} or more.",
        "权益 {benefit} 需订单满 {minimum} {currency} 才能使用。",
    ),
    "benefit_pick_fixed": (
        "{benefit} cannot be swapped any more: it was used, or the days for it are over.",
        "{benefit} 已不能更换：已使用，或已过可更换期限。",
    ),
    "benefit_picks_too_many": (
        "{wanted} benefits are too many: the member may take {allowed}.",
        "选择了 {wanted} 项权益，超出可选的 {allowed} 项。",
    ),
    "benefit_reason_missing": (
        "Say why: grants, withdrawals and uses taken back are explained.",
        "请填写原因：发放、撤回和撤销核销都需要说明。",
    ),
    "benefit_use_conflict": (
        "Another use was made under the id {use_id}. Give this one an id of its own.",
        "编号 {use_id} 已用于另一次核销，请使用新的编号。",
    ),
    "benefit_use_not_found": ("There is no use {use} of a benefit.", "没有编号为 {use} 的权益核销。"),
    "benefit_use_of_future": (
        "The use is said to be at {used_at}, which is yet to come. Check the clock of the till.",
        "核销时间 {used_at} 晚于现在，请检查收银机时钟。",
    ),
    "benefit_use_returned": ("The use {use} was taken back before.", "核销 {use} 此前已撤销。"),
    "benefit_used_up": (
        "All {quota} uses of {benefit} are used up.",
        "权益 {benefit} 的 {quota} 次额度已用完。",
    ),
    "benefit_wrong_channel": (
        "The benefit {benefit} is not used in the channel {channel}, but in: {channels}.",
        "权益 {benefit} 不能在渠道 {channel} 使用，适用渠道：{channels}。",
    ),
    "benefit_wrong_store": (
        "The benefit {benefit} is not used in the store {store}, but in: {stores}.",
        "权益 {benefit} 不能在门店 {store} 使用，适用门店：{stores}。",
    ),
}
