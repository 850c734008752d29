"""Anchors and their leaves. Both tables only grow: see `regulars.platform.appendonly`."""

from django.db import models


class Anchor(models.Model):
    """A signed root over heads of hash chains."""

    pk = models.CompositePrimaryKey("programme_id", "number")
    programme_id = models.IntegerField()
    number = models.BigIntegerField()
    made_at = models.BigIntegerField()
    leaves = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = "proofs_anchor"

    def __str__(self) -> str:
        return f"anchor {self.number}"


class AnchorLeaf(models.Model):
    """The head of a wallet's chain in an anchor; `place` is its place among the anchor's leaves, from 0."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet", "seq")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    seq = models.BigIntegerField()
    anchor = models.BigIntegerField()
    place = models.BigIntegerField()
    chain_head = models.BinaryField()

    class Meta:
        managed = False
        db_table = "proofs_anchor_leaf"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet}/{self.seq} in anchor {self.anchor}"
