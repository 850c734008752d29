"""What is said about scenarios, in both languages. Fields in braces are filled in."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "holds": {"zh": "相符", "en": "holds"},
    "differs": {"zh": "不符", "en": "DIFFERS"},
    "unreadable": {"zh": "无法读取", "en": "UNREADABLE"},
    "replay": {"zh": "重放", "en": "replayed"},
    "live": {"zh": "实时入账", "en": "live"},
    "both": {"zh": "重放与实时入账", "en": "replayed and live"},
    "number": {"zh": "{where} 第 {number} 项", "en": "{where}, number {number}"},
    "expected": {"zh": "预期：{expected}", "en": "expected: {expected}"},
    "found": {"zh": "实际：{found}", "en": "found:    {found}"},
    "nothing": {"zh": "（没有）", "en": "(none)"},
    "entries": {
        "zh": "钱包 {wallet} 中相关分录的由来：",
        "en": "Why the entries of the wallet {wallet} are as they are:",
    },
    "tiers": {"zh": "实际的等级变化：", "en": "The tier changed:"},
    "no_tiers": {"zh": "等级没有变化。", "en": "The tier never changed."},
    "summary": {
        "zh": "场景：{run} 个。相符：{held}。不符：{differing}。无法读取：{unreadable}。",
        "en": "Scenarios: {run}. Hold: {held}. Differ: {differing}. Unreadable: {unreadable}.",
    },
    "file_missing": {"zh": "没有这个文件或文件夹。", "en": "There is no such file or folder."},
    "file_not_text": {"zh": "不是 UTF-8 文本，请另存为 UTF-8。", "en": "This is not UTF-8 text; save it as UTF-8."},
    "folder_empty": {
        "zh": "文件夹中没有场景文件（.yaml、.yml、.json）。",
        "en": "There is no scenario in this folder (.yaml, .yml, .json).",
    },
}
