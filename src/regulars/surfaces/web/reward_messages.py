"""Texts of what keeps the mall from doing something: English, then Chinese. See `messages`."""

CATALOGUE_MESSAGES: dict[str, tuple[str, str]] = {
    "codes_pooled": (
        "The stock of this reward is that of its codes. Make or import codes instead.",
        "该商品的库存就是券码数量，请改为生成或导入券码。",
    ),
    "picture_invalid": (
        "This is no picture that can be read. Choose a file of one of these kinds: {kinds}.",
        "无法识别该图片，请选择以下格式的文件：{kinds}。",
    ),
    "picture_too_large": (
        "The picture is too large. At most {megabytes} MB and {megapixels} million pixels are taken.",
        "图片过大，最多 {megabytes} MB、{megapixels} 百万像素。",
    ),
    "reward_changed": (
        "Somebody else changed the reward {code} meanwhile. Open it again and repeat your change.",
        "商品 {code} 已被他人修改，请重新打开后再改。",
    ),
    "reward_dates_invalid": (
        "The dates are not in order: announced, then from, then until. An announcement needs a beginning.",
        "日期顺序有误，应依次为：预告、开始、结束；设置预告时须填写开始时间。",
    ),
    "reward_exists": ("There is a reward with the code {code} already.", "已有编号为 {code} 的商品。"),
    "reward_missing": ("There is no reward {code}.", "没有商品 {code}。"),
    "reward_number_invalid": (
        "{given} is not possible for {field}.",
        "{field} 不能填写 {given}。",
    ),
    "reward_price_invalid": (
        "{points} points of the wallet {wallet} cannot be a price. Mind its least redemption and its steps; status"
        " points are not spent.",
        "账户 {wallet} 的 {points} 积分不能作为价格，请注意该账户的最低兑换数量和兑换步长；成长值不可消费。",
    ),
    "reward_text_missing": (
        "A reward needs a code and a name in both languages.",
        "商品需要编号以及中英文名称。",
    ),
    "reward_tier_unknown": (
        "The programme has no tier {given}. It has: {known}.",
        "该计划没有等级 {given}，现有等级：{known}。",
    ),
    "stock_too_low": (
        "{reserved} pieces are reserved and {sold} were sold; the stock cannot be less.",
        "已预留 {reserved} 件、已售 {sold} 件，库存不能低于此数。",
    ),
}

ORDER_MESSAGES: dict[str, tuple[str, str]] = {
    "cancel_too_late": (
        "The time in which you can cancel this order is over. Ask the service desk.",
        "该订单已超过可自行取消的时间，请联系客服。",
    ),
    "delivery_missing": (
        "Say to whom and where the reward should be sent.",
        "请填写收件人和收货地址。",
    ),
    "nothing_to_wait_for": (
        "This reward can be had now, or no longer. There is nothing to wait for.",
        "该商品当前可以兑换，或已经结束，无需候补。",
    ),
    "order_conflict": (
        "Another order was made under the id {order_id}. Give this one an id of its own.",
        "编号 {order_id} 已用于另一个订单，请为本次订单使用新的编号。",
    ),
    "order_missing": ("There is no order {order_id}.", "没有订单 {order_id}。"),
    "order_state_wrong": (
        "This cannot be done with the order as it stands. Look at its state.",
        "订单当前的状态不允许此操作，请查看订单状态。",
    ),
    "order_unpaid": (
        "The money of this order has not been paid. Note the payment first.",
        "该订单的现金部分尚未支付，请先登记付款。",
    ),
    "price_changed": (
        "The price has changed: it is {points} points now, not {seen}, and {amount} in money. Look at it again, and"
        " order if you agree.",
        "价格已变动：现为 {points} 积分，此前为 {seen}，另付金额 {amount}。请确认新价格后再下单。",
    ),
    "quantity_invalid": (
        "{given} pieces cannot be ordered. Order 1 to {most}.",
        "无法订购 {given} 件，请填写 1 到 {most}。",
    ),
    "refund_too_large": (
        "At most {left} points of this order can come back.",
        "该订单最多可退回 {left} 积分。",
    ),
    "refund_too_late": (
        "This reward can be refunded within {days} days, and they are over.",
        "该商品须在 {days} 天内退款，现已超期。",
    ),
    "reservation_lapsed": (
        "The time of this reservation is over, and the points are back. Order again.",
        "预留时间已过，积分已退回，请重新下单。",
    ),
    "reward_limit_reached": (
        "At most {limit} pieces may be had in the period; {had} were had already.",
        "本周期内最多兑换 {limit} 件，已兑换 {had} 件。",
    ),
    "reward_not_offered": (
        "This reward is not offered to this member now.",
        "该商品目前不对该会员开放。",
    ),
    "reward_not_started": ("This reward can be had from {at} on.", "该商品将于 {at} 开始兑换。"),
    "sold_out": (
        "There are not as many pieces: {left} are left. You can put yourself on the waiting list.",
        "库存不足：仅剩 {left} 件，可加入候补名单。",
    ),
}

VOUCHER_MESSAGES: dict[str, tuple[str, str]] = {
    "code_date_invalid": (
        "{given} is no date. Write the last good day as 2026-12-31.",
        "{given} 不是日期，请按 2026-12-31 的格式填写最后有效日。",
    ),
    "code_known": ("This code is known already.", "该券码已存在。"),
    "code_too_short": (
        "A code has 10 to 64 letters and digits, so that nobody can guess it.",
        "券码须为 10 到 64 位字母或数字，以防被猜中。",
    ),
    "code_twice": ("This code is in row {first} already.", "该券码与第 {first} 行重复。"),
    "codes_invalid": (
        "Codes can be added to vouchers whose codes come from a pool, or to hand them out: 1 to {most} at once.",
        "券码只能添加到使用券码池的券，或用于直接发放，每次 1 到 {most} 个。",
    ),
    "too_many_wrong_codes": (
        "Too many wrong codes. Try again in {minutes} minutes.",
        "错误券码过多，请 {minutes} 分钟后再试。",
    ),
    "use_conflict": (
        "Another code was used under the id {use_id}. Give this use an id of its own.",
        "编号 {use_id} 已用于核销另一个券码，请使用新的编号。",
    ),
    "voucher_expired": ("This code was good until {at}.", "该券码有效期至 {at}，已过期。"),
    "voucher_not_used": ("This code was not used.", "该券码尚未核销。"),
    "voucher_unknown": (
        "No code that was given out reads like this. Look at it again.",
        "没有已发放的券码与此相符，请核对后再试。",
    ),
    "voucher_used": ("This code was used on {at}, at: {place}.", "该券码已于 {at} 核销，地点：{place}。"),
    "voucher_void": ("This code was taken out of use.", "该券码已作废。"),
}

REWARD_MESSAGES = CATALOGUE_MESSAGES | ORDER_MESSAGES | VOUCHER_MESSAGES
