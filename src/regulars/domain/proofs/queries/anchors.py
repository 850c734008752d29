"""Reading anchors: the list of them, all as a file, and the one that vouches for an entry."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.models import Anchor as AnchorRow
from regulars.domain.proofs.models import AnchorLeaf as LeafRow
from regulars.domain.proofs.policy.anchor_file import ExportedAnchor, anchor_line, header_line
from regulars.domain.proofs.policy.anchoring import hash_of_leaf
from regulars.domain.proofs.policy.merkle import merkle_path
from regulars.domain.proofs.types import Anchor, AnchoredLeaf, Leaf
from regulars.platform.paging import Page, PageRequest, page_of


def last_anchor(programme_id: int) -> Anchor | None:
    """The newest anchor, if there is one."""
    row = AnchorRow.objects.filter(programme_id=programme_id).order_by("-number").first()
    return _anchor(row) if row else None


def list_anchors(programme_id: int, request: PageRequest | None = None) -> Page[Anchor]:
    """Anchors, newest first."""
    request = request or PageRequest()
    rows = AnchorRow.objects.filter(programme_id=programme_id)
    if after := request.after(1):
        rows = rows.filter(number__lt=after[0])
    page = page_of(list(rows.order_by("-number")[: request.size + 1]), request, lambda row: (row.number,))
    return Page(tuple(_anchor(row) for row in page.items), page.next_cursor)


def kept_anchors(programme_id: int, *, leaves: bool = True) -> Iterator[ExportedAnchor]:
    """All anchors, oldest first, each with its leaves in their order if they are wanted."""
    for row in AnchorRow.objects.filter(programme_id=programme_id).order_by("number").iterator():
        yield ExportedAnchor(_anchor(row), leaves_of(programme_id, row.number) if leaves else None)


def leaves_of(programme_id: int, number: int) -> tuple[Leaf, ...]:
    """The leaves of an anchor, in their order."""
    rows = LeafRow.objects.filter(programme_id=programme_id, anchor=number).order_by("place")
    return tuple(
        Leaf(member, wallet, seq, bytes(head))
        for member, wallet, seq, head in rows.values_list("member_id", "wallet", "seq", "chain_head").iterator()
    )


def anchor_lines(programme_id: int, *, leaves: bool = True) -> Iterator[str]:
    """The file of all anchors, line by line; without leaves only roots, which is short enough to be printed."""
    yield header_line(programme_id, live_programme(programme_id).code) + "\n"
    for exported in kept_anchors(programme_id, leaves=leaves):
        yield anchor_line(exported.anchor, exported.leaves) + "\n"


def anchored_leaf(programme_id: int, member_id: int, wallet: int, seq: int) -> AnchoredLeaf | None:
    """The first anchored head of a wallet at or after an entry, with the way to the root; None if there is none."""
    rows = LeafRow.objects.filter(programme_id=programme_id, member_id=member_id, wallet=wallet, seq__gte=seq)
    row = rows.order_by("seq").first()
    if row is None:
        return None
    anchor = AnchorRow.objects.get(programme_id=programme_id, number=row.anchor)
    hashes = [hash_of_leaf(programme_id, leaf) for leaf in leaves_of(programme_id, row.anchor)]
    return AnchoredLeaf(
        anchor=_anchor(anchor),
        leaf=Leaf(row.member_id, row.wallet, row.seq, bytes(row.chain_head)),
        place=row.place,
        path=merkle_path(hashes, row.place),
    )


def _anchor(row: AnchorRow) -> Anchor:
    return Anchor(
        programme_id=row.programme_id,
        number=row.number,
        made_at=row.made_at,
        leaves=row.leaves,
        root=bytes(row.root),
        previous=bytes(row.previous),
        public_key=bytes(row.public_key),
        signature=bytes(row.signature),
    )
