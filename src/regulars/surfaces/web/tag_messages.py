"""Texts about tags: English, then Chinese. See `messages`."""

TAG_MESSAGES: dict[str, tuple[str, str]] = {
    "formula_argument": (
        "{word} cannot take {given} there. See the list of words for what it takes.",
        "{word} 的这个位置不能填写 {given}，请查看可用函数的说明。",
    ),
    "formula_arguments": (
        "{word} takes {expected} arguments before its window, and {given} were given.",
        "{word} 在时间窗口之前需要 {expected} 个参数，实际有 {given} 个。",
    ),
    "formula_unreadable": ("The formula cannot be read: {reason}.", "无法读取公式：{reason}。"),
    "formula_word_not_computed": (
        "{word} has not been computed yet. Compute the tags first.",
        "{word} 还没有计算，请先刷新标签。",
    ),
    "formula_word_unknown": (
        "{word} is no word of formulas and no tag. Choose one of the list.",
        "{word} 不是可用的函数或标签，请从列表中选择。",
    ),
    "rule_names_nothing": ("The rule names no tag. Name at least one.", "规则没有使用任何标签，请至少使用一个。"),
    "rule_no_condition": (
        "The rule is no condition. Compare a tag with something, as in spend_90 > 10000.",
        "规则不是条件，请将标签与某个值比较，例如 spend_90 > 10000。",
    ),
    "tag_choice_wrong": ("{key} is {given}; choose one of {known}.", "{key} 为 {given}，可选值为 {known}。"),
    "tag_defined_twice": (
        "A tag of this id is defined in {first} already. Choose another id.",
        "该编号已在 {first} 中定义，请换一个编号。",
    ),
    "tag_id_wrong": (
        "An id is a word of small letters, digits and underscores that begins with a letter, of 60 signs at most.",
        "编号须以小写字母开头，只含小写字母、数字和下划线，最长60个字符。",
    ),
    "tag_in_use": (
        "The tag {tag} is named by {users}. Change these first, then take it out of use.",
        "标签 {tag} 正被 {users} 使用，请先修改它们再停用。",
    ),
    "tag_keys_unknown": (
        "Nobody reads {keys}. Take it out, or mend its spelling.",
        "无法识别 {keys}，请删除或改正拼写。",
    ),
    "tag_list_wrong": (
        "{count} of the list cannot be tagged: {unknown}. Name numbers of members, 200,000 at most.",
        "列表中有 {count} 项无法打标签：{unknown}。请填写会员编号，最多20万个。",
    ),
    "tag_missing": ("There is no tag {tag}.", "没有标签 {tag}。"),
    "tag_name_taken": ("There is a tag {tag} already. Choose another id.", "标签 {tag} 已存在，请换一个编号。"),
    "tag_name_wrong": (
        "{tag} will not do: the id is a word of small letters, digits and underscores, and name and description are"
        " needed in both languages.",
        "{tag} 不可用：编号只含小写字母、数字和下划线，名称和说明须有中英文。",
    ),
    "tag_no_mapping": (
        "Each entry below tags says id, words, type, formula and refresh.",
        "tags 下的每一项须写明编号、文字、类型、公式和刷新方式。",
    ),
    "tag_not_on_member": ("The tag {tag} is not on this member any more.", "该会员已没有标签 {tag}。"),
    "tag_over_nothing": ("Below over stand names, each with a list of values.", "over 下须为名称及其取值列表。"),
    "tag_rank_of_nothing": (
        "rank_of names {named}, which is no computed number among the definitions.",
        "rank_of 指向 {named}，但它不是已定义的数值标签。",
    ),
    "tag_rule_circle": (
        "Rules would be made of each other in a circle: {circle}. Take one of these names out.",
        "规则之间形成循环：{circle}。请去掉其中一处引用。",
    ),
    "tag_rule_unreadable": (
        "The expression cannot be used ({reason}). Compare tags with values, as in spend_90 > 10000 and tier = 'gold'.",
        "表达式无法使用（{reason}）。请将标签与值比较，例如 spend_90 > 10000 and tier = 'gold'。",
    ),
    "tag_without_formula": ("A tag has either a formula or rank_of.", "标签须有 formula 或 rank_of 之一。"),
    "tag_without_words": ("Words are missing: {missing}.", "缺少文字：{missing}。"),
    "tags_no_family": (
        "The file says no family with an id, or has no list of tags.",
        "文件缺少带编号的 family，或没有 tags 列表。",
    ),
    "tags_no_folder": (
        "There is no such folder. Mend REGULARS_TAG_DEFINITIONS.",
        "目录不存在，请修改 REGULARS_TAG_DEFINITIONS。",
    ),
    "tags_not_computed": (
        "No tags were computed yet. Compute them in the console, or with regulars tags refresh.",
        "还没有计算标签，请在控制台刷新，或运行 regulars tags refresh。",
    ),
    "tags_too_many": ("There are more than {most} definitions.", "标签定义超过 {most} 个。"),
    "tags_unreadable": ("The file cannot be read as YAML: {reason}", "文件不是可读取的 YAML：{reason}"),
}
