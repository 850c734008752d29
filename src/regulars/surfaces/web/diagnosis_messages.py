"""Texts about diagnoses: English, then Chinese. See `messages`."""

DIAGNOSIS_MESSAGES: dict[str, tuple[str, str]] = {
    "diagnosis_missing": (
        "No diagnosis was made yet. Make one in the console, or with regulars diagnose.",
        "尚未做过诊断，请在运营台开始诊断，或运行 regulars diagnose。",
    ),
    "proposal_missing": (
        "The last diagnosis proposes nothing under {proposal}. Look at the diagnosis again.",
        "最近一次诊断没有 {proposal} 这项建议，请重新查看诊断。",
    ),
    "proposal_outdated": (
        "Version {number} came into force after the diagnosis was made. Diagnose again first.",
        "诊断之后版本 {number} 已生效，请先重新诊断。",
    ),
}
