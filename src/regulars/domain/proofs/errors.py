"""Refusals of proofs."""

from regulars.platform.errors import Invalid, Missing, Refused


class AnchorFileInvalid(Invalid):
    """The file is no file of exported anchors; `line` is the first that cannot be read."""

    code = "anchor_file_invalid"


class LedgerFileInvalid(Invalid):
    """The file is no exported ledger, or one of another version; `reason` says what is wrong with it."""

    code = "ledger_file_invalid"


class ProofFileInvalid(Invalid):
    """The file is no proof of an entry; `field` is what cannot be read."""

    code = "proof_file_invalid"


class EntryNotAnchored(Refused):
    """The entry is newer than the last anchor of its wallet, so nothing outside the ledger vouches for it yet."""

    code = "entry_not_anchored"


class WalletMissing(Missing):
    """The programme has no wallet of this name."""

    code = "no_such_wallet"
