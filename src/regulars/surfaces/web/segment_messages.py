"""Texts about segments: English, then Chinese. See `messages`."""

SEGMENT_MESSAGES: dict[str, tuple[str, str]] = {
    "segment_circle": (
        "These segments would be made of each other in a circle: {circle}. Take one of the names out.",
        "这些分群会互相引用成环：{circle}。请去掉其中一个引用。",
    ),
    "segment_columns_missing": (
        "Nothing was computed yet for: {columns}. Have tags, classes or predictions computed first.",
        "以下列尚未计算：{columns}。请先计算标签、分类或预测。",
    ),
    "segment_expression_wrong": (
        "The expression cannot be used: {count} to mend. Each is named with what, why and how.",
        "表达式无法使用：有 {count} 处需要修改，每处都给出了原因和改法。",
    ),
    "segment_in_use": (
        "{segment} is used by {users}. Change these first.",
        "分群“{segment}”正被使用：{users}。请先修改它们。",
    ),
    "segment_put_away": (
        "{segment} is archived. Bring it back before you edit it.",
        "分群“{segment}”已归档，请先恢复再修改。",
    ),
    "segment_kind_fixed": (
        "{segment} is {kind}, and stays so. Make another segment for the other kind.",
        "分群“{segment}”的类型是 {kind}，不可更改。需要另一种类型时请新建分群。",
    ),
    "segment_list_wrong": (
        "The list has {count} lines and names no member that is known; it may have up to {most}, and goes into a"
        " static segment only. Put a member number or identifier at the beginning of each line.",
        "名单共 {count} 行，没有找到任何会员；名单最多 {most} 行，且只能用于静态分群。请在每行开头填写会员编号或标识。",
    ),
    "segment_missing": ("There is no segment {segment}.", "没有分群“{segment}”。"),
    "segment_name_taken": (
        "There is a segment {segment} already. Choose another code.",
        "已有分群“{segment}”，请换一个代码。",
    ),
    "segment_name_wrong": (
        "{segment} cannot be used: a code begins with a small letter and has small letters, digits and underscores (2"
        " to 60), and a segment needs a name.",
        "“{segment}”无法使用：代码以小写字母开头，由小写字母、数字和下划线组成（2 至 60 位），且分群必须有名称。",
    ),
    "segment_nothing_to_undo": (
        "{segment} has only one version, so there is nothing to take back.",
        "分群“{segment}”只有一个版本，无可撤销。",
    ),
    "segment_too_early": (
        "{segment} was not worked out yet at that instant. Choose a later one.",
        "在该时间分群“{segment}”尚未计算，请选择更晚的时间。",
    ),
}
