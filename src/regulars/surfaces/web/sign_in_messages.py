"""Texts of what keeps members from their portal: English, then Chinese. See `messages`."""

SIGN_IN_MESSAGES: dict[str, tuple[str, str]] = {
    "app_key_missing": ("There is no app key {key}.", "没有应用密钥 {key}。"),
    "contact_invalid": (
        "This is no e-mail address, mobile or card number. Check it for typing errors.",
        "这不是有效的邮箱、手机号或会员卡号，请检查是否有误。",
    ),
    "entry_token_invalid": (
        "This entrance is no longer good. Go back to the app and open the page from there.",
        "此入口已失效，请返回应用重新打开。",
    ),
    "entry_token_used": (
        "This entrance was used already. Go back to the app and open the page from there.",
        "此入口已使用过，请返回应用重新打开。",
    ),
    "member_session_missing": ("This session has ended already.", "该登录已退出。"),
    "sign_in_code_wrong": (
        "This code is wrong or no longer good. Check it, or ask for a new one.",
        "验证码错误或已失效，请检查后重试，或重新获取。",
    ),
    "sign_in_unavailable": (
        "No codes can be sent at the moment. Ask at the service desk.",
        "暂时无法发送验证码，请联系服务台。",
    ),
    "too_many_codes": (
        "That was tried too often. Wait {minutes} minutes and try again.",
        "操作过于频繁，请在 {minutes} 分钟后重试。",
    ),
    "too_many_lookups": (
        "You have looked for other members too often. Wait {minutes} minutes and try again.",
        "查找会员过于频繁，请在 {minutes} 分钟后重试。",
    ),
}
