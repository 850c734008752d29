"""Texts of what keeps points from moving between members: English, then Chinese. See `messages`."""

TRANSFER_MESSAGES: dict[str, tuple[str, str]] = {
    "transfer_conflict": (
        "Another transfer was made under the id {transfer_id}. Give this one an id of its own.",
        "编号 {transfer_id} 已用于另一笔转赠，请为本次转赠使用新的编号。",
    ),
    "transfer_day_limit": (
        "At most {maximum} points may be given on a day; {sent} were given already, and {points} more are too many.",
        "每天最多转赠 {maximum} 积分，今天已转赠 {sent}，再转赠 {points} 将超过上限。",
    ),
    "transfer_missing": ("There is no transfer with the id {transfer_id}.", "没有编号为 {transfer_id} 的转赠。"),
    "transfer_month_limit": (
        "At most {maximum} points may be given in a month; {sent} were given already, and {points} more are too many.",
        "每月最多转赠 {maximum} 积分，本月已转赠 {sent}，再转赠 {points} 将超过上限。",
    ),
    "transfer_points_invalid": (
        "{points} points cannot be given. Give more than 0.",
        "无法转赠 {points} 积分，请填写大于 0 的数。",
    ),
    "transfer_spent": (
        "The receiver no longer has all the points of this transfer, so it cannot be undone.",
        "受赠会员已没有这笔转赠的全部积分，无法撤销。",
    ),
    "transfer_to_self": (
        "Sender and receiver are the same member. Choose somebody else.",
        "转赠人与受赠人是同一会员，请选择其他会员。",
    ),
    "transfer_too_small": (
        "At least {minimum} points can be given at a time; these are {points}.",
        "单笔转赠至少 {minimum} 积分，本次为 {points}。",
    ),
    "transfer_undone": ("This transfer was undone before.", "这笔转赠此前已撤销。"),
    "transfers_off": (
        "The programme does not let members give each other points of this wallet. It allows: {wallets}.",
        "该计划不允许转赠这个账户的积分，允许的账户：{wallets}。",
    ),
}

POOL_MESSAGES: dict[str, tuple[str, str]] = {
    "in_another_pool": (
        "Member {member} is in a pool already. They can join another once they have left it.",
        "会员 {member} 已在一个积分池中，退出后才能加入其他积分池。",
    ),
    "invitation_missing": (
        "Member {member} is not invited to this pool. Invite them first.",
        "会员 {member} 未受邀加入该积分池，请先邀请。",
    ),
    "invited_already": (
        "Member {member} is in this pool or invited to it already.",
        "会员 {member} 已在该积分池中，或已受邀。",
    ),
    "may_not_spend": (
        "This member may not spend from the pool. Its owner can give them the right.",
        "该会员无权使用积分池的积分，可由池主授权。",
    ),
    "not_in_pool": ("Member {member} is not in this pool.", "会员 {member} 不在该积分池中。"),
    "owner_stays": (
        "A pool's owner cannot leave it. Close the pool instead.",
        "池主不能退出积分池，可改为关闭积分池。",
    ),
    "pool_closed": ("This pool is closed.", "该积分池已关闭。"),
    "pool_full": (
        "A pool has at most {maximum} members, with those who are invited.",
        "积分池最多 {maximum} 位成员（含受邀会员）。",
    ),
    "pool_missing": ("There is no such pool.", "没有这个积分池。"),
    "pool_points_invalid": (
        "{points} points are none. Give a number above 0.",
        "{points} 不是有效的积分数，请填写大于 0 的数。",
    ),
    "pool_return_too_large": (
        "{points} points cannot come back: {left} are left of this redemption.",
        "无法退回 {points} 积分，这笔兑换只剩 {left} 可退。",
    ),
    "pools_off": (
        "The programme has no pools for points of this wallet. It has them for: {wallets}.",
        "该计划没有适用于这个账户的积分池，适用的账户：{wallets}。",
    ),
    "redemption_conflict": (
        "Another redemption was made under the id {redemption_id}. Give this one an id of its own.",
        "编号 {redemption_id} 已用于另一笔兑换，请为本次兑换使用新的编号。",
    ),
    "redemption_missing": (
        "There is no redemption of a pool with the id {redemption_id}.",
        "没有编号为 {redemption_id} 的积分池兑换。",
    ),
    "spending_above_share": (
        "Points may pay at most {percent} % of this order; {points} points are more.",
        "积分最多支付本订单的 {percent}%，{points} 积分超过该比例。",
    ),
    "spending_limit_reached": (
        "This member may spend {maximum} points of the pool in a month; {spent} are spent, and {points} more are too"
        " many.",
        "该会员每月最多使用积分池 {maximum} 积分，已使用 {spent}，再使用 {points} 将超过上限。",
    ),
    "spending_not_a_step": (
        "Points of this wallet are spent in steps of {step}; {points} is not a multiple of it.",
        "该账户的积分须按 {step} 的整数倍使用，{points} 不符合。",
    ),
    "spending_too_small": (
        "At least {minimum} points are spent at a time; these are {points}.",
        "单次至少使用 {minimum} 积分，本次为 {points}。",
    ),
}

GIVING_MESSAGES = {
    **TRANSFER_MESSAGES,
    **POOL_MESSAGES,
    "event_refused": (
        "The ledger did not accept a part of this, so none of it was done: {why}.",
        "账本未接受其中一部分，因此全部未执行：{why}。",
    ),
}
