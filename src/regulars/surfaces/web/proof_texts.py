"""Texts about what does not hold in a proof of an entry, in both languages."""

from __future__ import annotations

from regulars.surfaces.web.formatting import is_chinese

FAULTS: dict[str, tuple[str, str]] = {
    "columns_unknown": ("the numbers of an entry are not named as they are sealed", "分录的字段名与封存顺序不符"),
    "entries_not_in_order": (
        "the entries are not those from the one proven to the anchored one",
        "分录不是从被证明的一条到已锚定的一条",
    ),
    "postings_not_zero": ("the postings of an entry do not sum to zero", "某条分录的借贷之和不为零"),
    "hash_wrong": ("the hash of an entry does not follow from its content", "某条分录的哈希与内容不符"),
    "head_wrong": ("the last hash is not the head that was anchored", "最后的哈希不是已锚定的链头"),
    "path_wrong": ("the path does not lead to the anchor's root", "默克尔路径不能得到锚点的根"),
    "signature_wrong": ("the signature is not that of the anchor's key", "签名与锚点的公钥不符"),
    "anchor_not_exported": ("the anchor is not among those exported", "该锚点不在导出的锚点之中"),
}


def fault_text(code: str) -> str:
    """What does not hold, in the reader's language."""
    english, chinese = FAULTS[code]
    return chinese if is_chinese() else english
