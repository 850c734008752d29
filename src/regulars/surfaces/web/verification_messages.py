"""Texts of what is refused at the counter: English, then Chinese. See `messages`."""

VERIFICATION_MESSAGES: dict[str, tuple[str, str]] = {
    "benefit_not_named": (
        "This code is the member's, for any of their benefits. Say which one is used.",
        "这是会员码，可用于该会员的任一权益，请选择要核销的权益。",
    ),
    "code_altered": (
        "This code was not made by this programme, or it was changed or misread. Ask the member to open it anew, and"
        " scan once more.",
        "该码不是本计划生成的，或被改动、误读。请会员重新打开会员码后再扫一次。",
    ),
    "code_expired": (
        "This code is too old: it was good until {seconds} seconds ago. Ask the member to show a new one.",
        "该码已过期 {seconds} 秒，请会员出示新的会员码。",
    ),
    "code_foreign": (
        "This code is of another programme and cannot be used here.",
        "该码属于其他会员计划，不能在此使用。",
    ),
    "code_key_not_found": ("There is no key of codes {number}.", "没有编号为 {number} 的会员码密钥。"),
    "code_not_yet_valid": (
        "This code is of {seconds} seconds from now. A clock is wrong, the member's or the till's.",
        "该码的时间比现在晚 {seconds} 秒，请检查会员手机或收银机的时钟。",
    ),
    "code_of_other": (
        "This code is not for {benefit}. Look it up to see what it is for.",
        "该码不能用于 {benefit}，请先查询该码对应的权益。",
    ),
    "code_returned": (
        "This code was used at {at} and the use was taken back. Ask the member to show a new one.",
        "该码已于 {at} 使用，之后已撤销。请会员出示新的会员码。",
    ),
    "code_used": (
        "This code was used before, at {at} in store {store}, till {till}. Each is good once: ask for a new one.",
        "该码已于 {at} 在门店 {store}、收银机 {till} 使用过。每个会员码只能用一次，请会员出示新的会员码。",
    ),
    "code_withdrawn": (
        "The code of this voucher was taken out of use. The member may ask for another.",
        "该券码已停用，会员可申请新的券码。",
    ),
    "reversal_not_allowed": (
        "Undo what you did yourself, within {minutes} minutes. Ask somebody who may undo what others did.",
        "只能撤销本人在 {minutes} 分钟内的核销，其他情况请有权限的同事处理。",
    ),
    "reversal_reason_missing": ("Say why.", "请填写原因。"),
    "settled_too_late": (
        "The use is more than {days} days old. Resolve it by hand.",
        "该笔使用已超过 {days} 天，请人工处理。",
    ),
    "settlement_too_large": ("Settle at most {most} uses at once.", "每次最多结算 {most} 笔。"),
    "settlement_unsigned": (
        "The settlement is not signed with the key of the till {till}. Nothing of it was taken.",
        "该批结算没有用收银机 {till} 的密钥签名，未作任何处理。",
    ),
    "store_not_named": (
        "The benefit {benefit} is used in certain stores only. Say in which store this is.",
        "权益 {benefit} 仅限部分门店使用，请注明当前门店。",
    ),
    "till_conflict_not_found": ("There is no conflict {conflict} of a till.", "没有编号为 {conflict} 的收银机冲突。"),
    "till_conflict_resolved": ("The conflict {conflict} was resolved before.", "冲突 {conflict} 此前已处理。"),
    "till_exists": (
        "There is a till {till} already. Give this one another code.",
        "收银机编号 {till} 已存在，请换一个。",
    ),
    "till_invalid": (
        "A till has a code of at most 32 characters, a name and a store, and its public key is 32 bytes in base64."
        " Look at {till}.",
        "收银机须有不超过 32 个字符的编号、名称和门店，公钥为 32 字节的 base64。请检查 {till}。",
    ),
    "till_not_found": ("There is no till {till}.", "没有收银机 {till}。"),
    "till_number_taken": (
        "The till settled another use under the number {number}. It must give each use a number of its own.",
        "该收银机已用编号 {number} 结算过另一笔使用，每笔使用须有各自的编号。",
    ),
    "till_of_other_store": (
        "The till {till} stands in the store {store}, not in the one that was named.",
        "收银机 {till} 属于门店 {store}，与所填门店不符。",
    ),
    "till_revoked": ("The till {till} was taken out of use.", "收银机 {till} 已停用。"),
    "too_many_wrong_shown": (
        "Too many wrong codes were shown here. Wait {minutes} minutes, then scan again.",
        "此处错误的码过多，请等待 {minutes} 分钟后再扫。",
    ),
    "verification_conflict": (
        "Something else was verified under the id {id}. Give this verification an id of its own.",
        "编号 {id} 已用于另一次核销，请为本次核销使用新的编号。",
    ),
    "verification_not_found": ("There is no verification {number}.", "没有编号为 {number} 的核销。"),
    "verification_reversed": (
        "The verification was undone before ({at} {by}).",
        "该核销此前已撤销（{at} {by}）。",
    ),
}
