"""The one table of texts for codes: of refusals of the domain, and of what is wrong with a field of an event.

Each text says what is wrong and, where there is a choice, how to mend it. `{names}` are filled from the error's
parameters.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from regulars.platform.errors import DomainError
from regulars.surfaces.web.benefit_health_messages import BENEFIT_HEALTH_MESSAGES
from regulars.surfaces.web.benefit_messages import BENEFIT_MESSAGES
from regulars.surfaces.web.correction_messages import CORRECTION_MESSAGES
from regulars.surfaces.web.diagnosis_messages import DIAGNOSIS_MESSAGES
from regulars.surfaces.web.event_messages import EVENT_MESSAGES, FILE_MESSAGES, REQUEST_MESSAGES
from regulars.surfaces.web.formatting import is_chinese, listed
from regulars.surfaces.web.giving_messages import GIVING_MESSAGES
from regulars.surfaces.web.history_messages import HISTORY_MESSAGES
from regulars.surfaces.web.identity_messages import IDENTITY_MESSAGES
from regulars.surfaces.web.insight_messages import INSIGHT_MESSAGES
from regulars.surfaces.web.partner_messages import PARTNER_MESSAGES
from regulars.surfaces.web.plan_messages import PLAN_MESSAGES
from regulars.surfaces.web.prediction_messages import PREDICTION_MESSAGES
from regulars.surfaces.web.recovery_messages import RECOVERY_MESSAGES
from regulars.surfaces.web.reward_messages import REWARD_MESSAGES
from regulars.surfaces.web.segment_messages import SEGMENT_MESSAGES
from regulars.surfaces.web.sign_in_messages import SIGN_IN_MESSAGES
from regulars.surfaces.web.study_messages import STUDY_MESSAGES
from regulars.surfaces.web.tag_messages import TAG_MESSAGES
from regulars.surfaces.web.verification_messages import VERIFICATION_MESSAGES
from regulars.surfaces.web.version_messages import VERSION_MESSAGES


class Message(NamedTuple):
    """A text in both languages of the product."""

    en: str
    zh: str


MESSAGES: Mapping[str, Message] = {
    "anchor_file_invalid": Message(
        "This is no file of exported anchors, or it was cut off: line {line} cannot be read.",
        "这不是导出的锚点文件，或文件不完整：第 {line} 行无法读取。",
    ),
    "api_key_missing": Message("There is no such API key.", "没有这个 API 密钥。"),
    "backup_broken": Message(
        "{file} is missing from the backup or was changed since. Take another backup.",
        "备份中缺少 {file}，或该文件在备份后被改动，请使用另一份备份。",
    ),
    "backup_keys_differ": Message(
        "These keys do not open the members' identifiers in the backup; it needs {wanted}. Name the file of keys that"
        " belongs to it, and see that the environment does not set others.",
        "这些密钥无法解开备份中的会员标识，所需密钥为 {wanted}。"
        "请指定与备份配套的密钥文件，并确认环境变量没有设置其他密钥。",
    ),
    "backup_missing": Message(
        "There is no backup at {path}: it has no manifest.json that can be read.",
        "{path} 不是备份：没有可读取的 manifest.json。",
    ),
    "backup_newer": Message(
        "Version {version} made this backup, and it is newer than this program. Restore it with that version.",
        "该备份由更新的版本 {version} 制作，请使用该版本恢复。",
    ),
    "backup_other_database": Message(
        "This is a backup of {backup}, but DATABASE_URL names {present}.",
        "这是 {backup} 的备份，而 DATABASE_URL 指向 {present}。",
    ),
    "backup_path_taken": Message("{path} exists. Choose a new name.", "{path} 已存在，请换一个名称。"),
    "backup_tool_failed": Message("{tool} gave up: {reason}", "{tool} 执行失败：{reason}"),
    "backup_tool_missing": Message(
        "{tool} is not on the PATH. Install the client programs of PostgreSQL, of the server's version or newer.",
        "PATH 中没有 {tool}，请安装 PostgreSQL 客户端程序，版本不低于服务器。",
    ),
    "busy": Message(
        "Too much is going on at the moment. Nothing was saved; try again in a few seconds.",
        "系统繁忙，本次没有保存任何内容，请几秒后重试。",
    ),
    "cursor_invalid": Message(
        "This address does not belong to a page of this list. Begin with the first page.",
        "此地址不属于该列表的任何一页，请从第一页开始。",
    ),
    "entry_not_anchored": Message(
        "This entry is newer than the last anchor. Anchors are made each hour; try again later.",
        "这条账目比最近的锚点更新。锚点每小时生成一次，请稍后再试。",
    ),
    "event_missing": Message("There is no such event in the member's history.", "该会员没有这条事件记录。"),
    "identifier_invalid": Message(
        "{given} cannot be an identifier of the kind {kind}. Check it for typing errors.",
        "“{given}”不是有效的{kind}，请检查是否有误。",
    ),
    "identifier_missing": Message(
        "Nothing says who the member is. Give a card number, mobile, e-mail address or external id.",
        "缺少会员标识，请提供卡号、手机号、邮箱或外部编号中的至少一个。",
    ),
    "identity_conflict": Message(
        "These identifiers belong to different members. The event waits in the console, under Data quality, for a"
        " person to say whose it is; or send it with those of one member.",
        "这些标识属于不同的会员。该事件已保存，等待工作人员在控制台“数据质量”中确认归属；也可以只用同一位会员的标识重新发送。",
    ),
    "job_missing": Message("There is no such job.", "没有这个任务。"),
    "ledger_file_invalid": Message(
        "This is no exported ledger that this version can read: {reason}.", "无法读取此导出账本：{reason}。"
    ),
    "member_closed": Message(
        "This member has left the programme; nothing more can be posted for them.",
        "该会员已退出计划，不能再入账。",
    ),
    "member_not_found": Message("No member has this number or identifier.", "没有会员使用这个编号或标识。"),
    "no_such_wallet": Message(
        "The programme has no wallet {wallet}. Choose one of: {known}.", "计划中没有积分账户“{wallet}”，可选：{known}。"
    ),
    "own_access_refused": Message(
        "You cannot change your own role or disable yourself. Ask another administrator.",
        "不能修改自己的角色或停用自己，请由其他管理员操作。",
    ),
    "password_weak": Message("This password is too weak. {reasons}", "密码强度不足。{reasons}"),
    "permission_denied": Message("Your role does not allow this.", "您的角色没有这项权限。"),
    "programme_invalid": Message(
        "The programme document has errors; nothing was changed.", "计划文档有错误，未做任何更改。"
    ),
    "programme_missing": Message("There is no programme in force with this name.", "没有生效中的该计划。"),
    "restore_in_use": Message(
        "The database is in use ({others} others are connected). Stop the servers and workers first.",
        "数据库正在使用中（另有 {others} 个连接），请先停止服务器和后台任务。",
    ),
    "restore_not_empty": Message(
        "{database} is not empty. Back it up and say --replace to put the backup in its place.",
        "{database} 不是空的。请先备份，再用 --replace 以备份替换它。",
    ),
    "proof_file_invalid": Message(
        "This is no proof of an entry: {field} is missing or cannot be read.",
        "这不是账目证明：{field} 缺失或无法读取。",
    ),
    "role_unknown": Message("There is no role {role}. Choose one of: {known}.", "没有“{role}”角色，可选：{known}。"),
    "scope_unknown": Message(
        "Choose at least one scope, from these only: {known}.", "请至少选择一项权限，且只能选择：{known}。"
    ),
    "second_version_refused": Message(
        "{programme} already has another version in force, since {installed_on}.",
        "{programme} 已有另一版本自 {installed_on} 起生效。",
    ),
    "sign_in_failed": Message(
        "This user name and password do not belong together. Check both and try again.",
        "用户名或密码不正确，请检查后重试。",
    ),
    "too_many_sign_ins": Message(
        "Too many failed attempts. Wait {minutes} minutes and try again.",
        "失败次数过多，请在 {minutes} 分钟后重试。",
    ),
    "holds_open": Message(
        "Points of this member are held for a checkout. Capture or release the hold first.",
        "该会员有积分正被结账冻结，请先确认扣减或释放冻结。",
    ),
    "merge_missing": Message(
        "This member was not merged into the other, or the merge was undone already.",
        "该会员没有合并到另一位会员，或合并已被撤销。",
    ),
    "transaction_missing": Message("There is no such ledger entry.", "没有这条账目。"),
    "user_exists": Message(
        "The user name {username} is taken. Choose another.", "用户名“{username}”已被使用，请换一个。"
    ),
    "user_missing": Message("There is no such user.", "没有这个用户。"),
    **{code: Message(*texts) for code, texts in (VERSION_MESSAGES | GIVING_MESSAGES | PARTNER_MESSAGES).items()},
    **{code: Message(*texts) for code, texts in (CORRECTION_MESSAGES | BENEFIT_MESSAGES).items()},
    **{code: Message(*texts) for code, texts in (RECOVERY_MESSAGES | HISTORY_MESSAGES | STUDY_MESSAGES).items()},
    **{code: Message(*texts) for code, texts in (VERIFICATION_MESSAGES | TAG_MESSAGES).items()},
    **{code: Message(*texts) for code, texts in (PLAN_MESSAGES | IDENTITY_MESSAGES | PREDICTION_MESSAGES).items()},
    **{code: Message(*texts) for code, texts in (DIAGNOSIS_MESSAGES | SIGN_IN_MESSAGES | REWARD_MESSAGES).items()},
    **{
        code: Message(*texts) for code, texts in (BENEFIT_HEALTH_MESSAGES | INSIGHT_MESSAGES | SEGMENT_MESSAGES).items()
    },
    **{code: Message(*texts) for code, texts in (EVENT_MESSAGES | FILE_MESSAGES | REQUEST_MESSAGES).items()},
}


def text_of(error: DomainError) -> str:
    """The error in the reader's language."""
    return text_for(error.code, error.params)


def text_for(code: str, params: Mapping[str, Any]) -> str:
    """The text of a code in the reader's language; the code itself where the table lacks it."""
    message = MESSAGES.get(code)
    if message is None:
        return code
    text = message.zh if is_chinese() else message.en
    return text.format_map(_Shown(params))


class _Shown(dict[str, str]):
    """Parameters as they are shown; one that is missing stays visible in braces."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__({name: _shown(value) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _shown(value: Any) -> str:
    """A list in words: parts that are codes themselves are told as their texts."""
    if isinstance(value, list | tuple):
        return listed([text_for(str(part), {}) for part in value])
    return str(value)
