"""What a diagnosis finds, proposes and asks to keep in mind: in English and Chinese."""

FINDINGS: dict[str, tuple[str, str]] = {
    "upgrades_slowing": (
        "Members rise to {tier} at {now} a year, where it was {before} in the first half of the time.",
        "会员升至“{tier}”的年化升级率为 {now}，而前半段为 {before}。",
    ),
    "threshold_unreached": (
        "None of {below} active members has come to {tier}: its threshold is out of reach.",
        "{below} 名活跃会员中无人达到“{tier}”：门槛过高。",
    ),
    "threshold_too_high": (
        "Only {there} of {below} active members stand on {tier} or above ({passed}): most will never see it.",
        "{below} 名活跃会员中仅 {there} 名达到“{tier}”及以上（{passed}）：多数人永远够不着。",
    ),
    "threshold_too_low": (
        "{there} of {below} active members stand on {tier} or above ({passed}): the rank says little about them.",
        "{below} 名活跃会员中有 {there} 名达到“{tier}”及以上（{passed}）：等级失去区分意义。",
    ),
    "activity_falls": (
        "After {risen} rises members bought {drop} less than they would have if they had gone on like everybody else.",
        "{risen} 次升级之后，会员的消费次数比按其他会员走势推算的低 {drop}。",
    ),
    "drop_before": (
        "In the week before {risen} rises members bought {drop} less than usual: they do not see the threshold coming, "
        "or hold purchases back.",
        "在 {risen} 次升级前的一周，会员消费比平常低 {drop}：他们没有意识到即将升级，或在推迟消费。",
    ),
    "tier_worth_less": (
        "Members of {tier} get {value} of what they buy back, {gap} less than the tier below: they lost by rising. "
        "Limits cut {cut} of their points.",
        "“{tier}”会员的消费回馈为 {value}，比低一级少 {gap}：升级反而吃亏。上限削减了其积分的 {cut}。",
    ),
    "tier_worth_little_more": (
        "Members of {tier} get {value} of what they buy back, only {gap} more than the tier below: hardly anybody "
        "feels that.",
        "“{tier}”会员的消费回馈为 {value}，仅比低一级多 {gap}：几乎感觉不到差别。",
    ),
    "expiry_before_reward": (
        "The median active member earns {speed} a month in {wallet}. In the {term} until these expire that does not "
        "come to a first reward of {minimum}.",
        "活跃会员“{wallet}”的月获取中位数为 {speed}，在 {term}的有效期内攒不到首个奖励所需的 {minimum}。",
    ),
    "reward_far": (
        "Only {reached} of {members} members came to a first reward of {minimum} in {wallet} within 90 days.",
        "{members} 名会员中仅 {reached} 在 90 天内攒够“{wallet}”首个奖励所需的 {minimum}。",
    ),
    "points_idle": (
        "Only {ratio} of {wallet} given are redeemed: members save, or see nothing worth it.",
        "发放的“{wallet}”仅有 {ratio} 被兑换：会员在囤积，或没有值得兑换的奖励。",
    ),
    "points_drain": (
        "{ratio} of {wallet} given are redeemed: savings run down, and the pace cannot last.",
        "“{wallet}”的兑换量达到发放量的 {ratio}：存量正在减少，难以持续。",
    ),
    "points_lost": (
        "{rate} of {wallet} whose term has passed expired, on {members} members: members feel robbed.",
        "有效期已结束的“{wallet}”中有 {rate} 过期，涉及 {members} 名会员：容易引起不满。",
    ),
    "expiry_wave": (
        "{soon} of {wallet}, {held} of all that is outstanding, ends within two months. Tell members in time.",
        "“{wallet}”中有 {soon} 将在两个月内到期，占未兑积分的 {held}，请及时提醒会员。",
    ),
    "liability_grows": (
        "Outstanding {wallet} grew by {grown} in six months, points given by {more}. At the present pace redeeming all "
        "takes {months} months.",
        "未兑“{wallet}”六个月增长 {grown}，而发放增长 {more}。按目前速度全部兑换需要 {months} 个月。",
    ),
    "never_ends": (
        "{wallet} never expire: what is owed to members who are gone stays owed.",
        "“{wallet}”永不过期：已流失会员的积分负债将一直存在。",
    ),
    "points_dear": ("Points cost {rate} of sales.", "积分成本占销售额的 {rate}。"),
    "points_cheap": (
        "Points are worth only {rate} of sales: hardly a reason to come.",
        "积分价值仅占销售额的 {rate}：难以形成吸引力。",
    ),
    "points_concentrated": (
        "{wallet} are more concentrated ({points}) than purchases ({sales}): the top tenth got {top} of them.",
        "“{wallet}”的集中度（{points}）高于消费（{sales}）：前十分之一的会员获得了 {top}。",
    ),
    "goal_never_used": ("Nobody has ever reached the goal {name}.", "目标“{name}”从未有人达成。"),
    "goal_hardly_used": (
        "Only {members} members ({share}) ever reached the goal {name}.",
        "仅 {members} 名会员（{share}）达成过目标“{name}”。",
    ),
    "multiplier_never_used": ("The multiplier {name} has never applied to anybody.", "倍率“{name}”从未生效过。"),
    "multiplier_hardly_used": (
        "The multiplier {name} applied to only {members} members ({share}).",
        "倍率“{name}”仅对 {members} 名会员（{share}）生效过。",
    ),
    "benefit_never_used": ("Nobody has ever used the benefit {name}.", "权益“{name}”从未有人使用。"),
    "benefit_hardly_used": (
        "Only {members} members ({share}) ever used the benefit {name}.",
        "仅 {members} 名会员（{share}）使用过权益“{name}”。",
    ),
    "many_asleep": (
        "{members} members ({share}) have not bought for more than {gap}. They hold points worth {held}.",
        "{members} 名会员（{share}）超过 {gap}未消费，持有价值 {held} 的积分。",
    ),
    "more_asleep": (
        "{members} members ({share}) have not bought for more than {gap}; 90 days ago it was {before}. They hold "
        "points worth {held}.",
        "{members} 名会员（{share}）超过 {gap}未消费，90 天前为 {before}；他们持有价值 {held} 的积分。",
    ),
    "purchases_without_amount": (
        "{count} purchases ({share}) have no amount: they earn nothing.",
        "{count} 次消费（{share}）没有金额，因此不产生积分。",
    ),
    "events_late": (
        "{count} events ({share}) came after later ones of their members, typically {behind} behind: each is a "
        "restatement.",
        "{count} 个事件（{share}）迟于会员的后续事件到达，典型延迟 {behind}；每个都会引发追溯重算。",
    ),
    "column_missing": (
        "{count} ({share}) say nothing of {what}, which the programme's conditions ask for.",
        "{count} 条（{share}）缺少 {what}，而方案的条件用到它。",
    ),
    "column_never_there": (
        "Nothing in the history ever says {what}, which the programme's conditions ask for: they cannot hold.",
        "历史中从未出现 {what}，而方案的条件用到它：这些条件不可能成立。",
    ),
    "odd_amounts": (
        "{count} purchases are above {largest}, far from all others.",
        "{count} 次消费超过 {largest}，远离其余消费。",
    ),
    "attributes_unknown": (
        "Events bring attributes that the programme does not declare: {names}.",
        "事件带有方案未声明的属性：{names}。",
    ),
    "attributes_unseen": (
        "The programme declares attributes that no event has ever brought: {names}.",
        "方案声明了从未出现过的事件属性：{names}。",
    ),
    "rule_never_matched": ("The rule {rule} has matched none of the events.", "规则“{rule}”从未匹配任何事件。"),
    "rule_gave_nothing": (
        "The rule {rule} matched {matched} events and has never given a point.",
        "规则“{rule}”匹配了 {matched} 个事件，却从未发放积分。",
    ),
    "rule_always_cut": (
        "Limits cut the rule {rule} {cut} of the times it gave points, by {lost} of what it would have given.",
        "规则“{rule}”有 {cut} 的次数被上限削减，共减少应发积分的 {lost}。",
    ),
}

PROPOSALS: dict[str, tuple[str, str]] = {
    "propose_threshold": (
        "Move the thresholds of {tier}: {share} of those below or there would stand on it today.",
        "调整“{tier}”的门槛：按今天的数据，低一级及以上会员中将有 {share} 达到。",
    ),
    "propose_factor": (
        "Raise the factor of {tier} from {before} to {after}.",
        "将“{tier}”的倍率从 {before} 提高到 {after}。",
    ),
    "propose_minimum": (
        "Lower the first reward in {wallet} from {before} to {after}, two months of the median member.",
        "将“{wallet}”的起兑数量从 {before} 降到 {after}，相当于中位会员两个月所得。",
    ),
    "propose_term": (
        "Let {wallet} be good for {after} instead of {before}.",
        "将“{wallet}”的有效期从 {before}延长到 {after}。",
    ),
    "propose_sliding": (
        "Let {wallet} end {months} months after a member's last purchase or activity.",
        "让“{wallet}”在会员最后一次消费或互动 {months} 个月后过期。",
    ),
    "propose_rate": (
        "Ask for {after} instead of {before} per step by the rule {rule}.",
        "将规则“{rule}”的计分单位金额从 {before} 提高到 {after}。",
    ),
    "propose_limit": (
        "Raise the limit of the rule {rule} from {before} to {after}.",
        "将规则“{rule}”的上限从 {before} 提高到 {after}。",
    ),
    "propose_wallet_limits": ("Double the limits of the wallets.", "将积分类型的上限提高一倍。"),
    "propose_without_rule": ("Remove the rule {name}.", "删除规则“{name}”。"),
    "propose_without_goal": ("Remove the goal {name}.", "删除目标“{name}”。"),
    "propose_without_multiplier": ("Remove the multiplier {name}.", "删除倍率“{name}”。"),
}

NOTES: dict[str, tuple[str, str]] = {
    "note_windows_fill": (
        "The ladder looks back {window}, and the history is {history} long: members rise while their windows fill, so "
        "rates and shares are still on their way up.",
        "等级条件回看 {window}，而历史只有 {history}：会员在窗口逐渐填满时升级，因此比率仍在上升。",
    ),
    "note_on_the_way": (
        "Members who rise are often on their way up anyway, so more purchases afterwards are no effect of the tier. "
        "Fewer are a warning.",
        "升级的会员往往本来就在增长，因此升级后消费增多并不说明等级有效；减少则是警示。",
    ),
    "note_usual": ("A usual week had {weekly} purchases.", "平常一周的消费次数为 {weekly}。"),
    "note_no_cash_value": (
        "No wallet says what a point is worth (cash_value), so there is no money to tell.",
        "没有积分类型写明积分价值（cash_value），因此无法折算金额。",
    ),
    "note_no_uses": (
        "The history tells of no use of a benefit: this speaks of goals, multipliers and redemptions.",
        "历史中没有权益核销记录；此处统计的是目标、倍率与兑换。",
    ),
    "note_left_censored": (
        "{share} of the members were first seen in the first 30 days: the history begins in the middle of their "
        "lives. First purchases in its first 90 days are not taken for new members.",
        "{share} 的会员在最初 30 天内首次出现：历史是从中途开始的。最初 90 天内的首次消费不计为新会员。",
    ),
    "note_short": (
        "The history is {days} long. From {wanted} on, periods can be compared.",
        "历史只有 {days}；达到 {wanted}后才能比较前后时段。",
    ),
}
