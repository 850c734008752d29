"""What is written to a member who asked for a code, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from regulars.domain.sign_ins.types import Letter


class Wording(NamedTuple):
    """Subject and body of an e-mail, and the text of a short message."""

    subject: str
    body: str
    short: str


_ENGLISH = Wording(
    "{code} is your code for {programme}",
    "Your code to sign in to {programme} is {code}.\n\nIt is good for {minutes} minutes, and for once."
    " Nobody from {programme} will ever ask you for it.\n\nIf you did not ask for it, do nothing: nobody gets in"
    " without it.\n",
    "{programme}: your code is {code}, good for {minutes} minutes. Tell it to nobody.",
)
_CHINESE = Wording(
    "{programme}登录验证码：{code}",
    "您正在登录{programme}，验证码为 {code}。\n\n验证码 {minutes} 分钟内有效，仅可使用一次。"
    "{programme}的工作人员不会向您索要验证码。\n\n如非本人操作，请忽略本邮件。\n",
    "【{programme}】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。",
)


def wording(letter: Letter) -> Wording:
    """The letter's texts, filled in."""
    texts = _CHINESE if letter.language.startswith("zh") else _ENGLISH
    facts = {"code": letter.code, "programme": letter.programme_name, "minutes": letter.minutes}
    return Wording(*(text.format(**facts) for text in texts))
