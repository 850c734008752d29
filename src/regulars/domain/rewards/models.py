"""The tables of the mall: items, orders, vouchers, waiting lists. Instants are microseconds since 1970 UTC."""

from django.db import models
from django.db.models import F, Q


class Item(models.Model):
    """An item of the catalogue. `total` counts all pieces there ever were, NULL: without end."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=9, default="draft")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    about_zh = models.TextField(default="", blank=True)
    about_en = models.TextField(default="", blank=True)
    guide_zh = models.TextField(default="", blank=True)
    guide_en = models.TextField(default="", blank=True)
    picture = models.CharField(max_length=64, default="", blank=True)
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    amount_minor = models.BigIntegerField(default=0)
    tier_points = models.JSONField(default=dict)
    tiers = models.JSONField(default=list)
    total = models.IntegerField(null=True)
    reserved = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)
    limit = models.IntegerField(null=True)
    limit_per = models.CharField(max_length=5, default="ever")
    announced_at = models.BigIntegerField(null=True)
    starts_at = models.BigIntegerField(null=True)
    ends_at = models.BigIntegerField(null=True)
    reserve_minutes = models.IntegerField(default=15)
    cancel_hours = models.IntegerField(default=24)
    refund_days = models.IntegerField(default=30)
    codes = models.CharField(max_length=9, default="generated")
    voucher_days = models.IntegerField(null=True)
    needs_delivery = models.BooleanField(default=False)
    cost_minor = models.BigIntegerField(default=0)
    position = models.IntegerField(default=0)
    revision = models.IntegerField(default=1)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "code"], name="rewards_item_code"),
            models.CheckConstraint(condition=Q(points__gt=0, amount_minor__gte=0), name="rewards_item_price"),
            models.CheckConstraint(condition=Q(reserved__gte=0, sold__gte=0), name="rewards_item_counted"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=F("reserved") + F("sold")), name="rewards_item_in_stock"
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "state", "position", "id"], name="rewards_item_listed")]

    def __str__(self) -> str:
        """Return its code."""
        return self.code


class StockMove(models.Model):
    """Pieces that came or went by hand or with codes. What orders move stands in the orders."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="moves")
    change = models.IntegerField()
    total_after = models.IntegerField(null=True)
    moved_at = models.BigIntegerField()
    actor = models.CharField(max_length=150, default="")
    reason = models.CharField(max_length=500, default="")

    def __str__(self) -> str:
        """Return how many of what."""
        return f"{self.change} of {self.item_id}"


class Waiting(models.Model):
    """Somebody who waits for an item; `ended_at` when they had it, left, or let their time pass."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="waiting")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    joined_at = models.BigIntegerField()
    told_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member_id"], condition=Q(ended_at__isnull=True), name="rewards_waiting_once"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "id"], condition=Q(ended_at__isnull=True), name="rewards_waiting_open"),
            models.Index(fields=["programme_id", "member_id"], name="rewards_waiting_member"),
        ]

    def __str__(self) -> str:
        """Return who waits for what."""
        return f"{self.member_id} for {self.item_id}"


class Order(models.Model):
    """An order. `ordered_on` is the local day of the programme; `delivery` is encrypted.

    `restocked`: its pieces went back into the stock when it was refunded.
    """

    programme_id = models.IntegerField()
    order_id = models.CharField(max_length=100)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="orders")
    member_id = models.BigIntegerField()
    quantity = models.IntegerField()
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    amount_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(default=0)
    tier = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=9)
    ordered_at = models.BigIntegerField()
    ordered_on = models.DateField()
    reserved_until = models.BigIntegerField(null=True)
    placed_at = models.BigIntegerField(null=True)
    cancellable_until = models.BigIntegerField(null=True)
    returned_points = models.BigIntegerField(default=0)
    restocked = models.BooleanField(default=False)
    paid_reference = models.CharField(max_length=200, default="")
    tracking = models.CharField(max_length=200, default="")
    delivery = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "order_id"], name="rewards_order_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, points__gt=0), name="rewards_order_of_something"),
            models.CheckConstraint(
                condition=Q(returned_points__gte=0, returned_points__lte=F("points")), name="rewards_order_returned"
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "member_id", "-id"], name="rewards_order_member"),
            models.Index(fields=["programme_id", "state", "-id"], name="rewards_order_state"),
            models.Index(fields=["item", "member_id", "ordered_on"], name="rewards_order_limit"),
            models.Index(fields=["reserved_until"], condition=Q(state="reserved"), name="rewards_order_lapsing"),
        ]

    def __str__(self) -> str:
        """Return its id and state."""
        return f"{self.order_id} {self.state}"


class OrderStep(models.Model):
    """A state an order came to, with who brought it there."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9)
    changed_at = models.BigIntegerField()
    actor = models.CharField(max_length=150, default="")
    reason = models.CharField(max_length=500, default="")

    def __str__(self) -> str:
        """Return the state."""
        return self.state


class Voucher(models.Model):
    """A code. It is encrypted, and found by its blind index; `tail` is its end, for lists."""

    programme_id = models.IntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="vouchers")
    code_index = models.BinaryField()
    code = models.BinaryField()
    tail = models.CharField(max_length=4)
    state = models.CharField(max_length=8, default="new")
    counted = models.BooleanField(default=False)
    batch = models.CharField(max_length=60, default="")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="vouchers", null=True)
    member_id = models.BigIntegerField(null=True)
    made_at = models.BigIntegerField()
    assigned_at = models.BigIntegerField(null=True)
    expires_at = models.BigIntegerField(null=True)
    used_at = models.BigIntegerField(null=True)
    used_place = models.CharField(max_length=100, default="")
    used_by = models.CharField(max_length=150, default="")
    use_id = models.CharField(max_length=100, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "code_index"], name="rewards_voucher_code"),
            models.UniqueConstraint(
                fields=["programme_id", "use_id"], condition=~Q(use_id=""), name="rewards_voucher_use"
            ),
            models.CheckConstraint(
                condition=~Q(state="used") | Q(used_at__isnull=False), name="rewards_voucher_used_when"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "id"], condition=Q(state="new"), name="rewards_voucher_new"),
            models.Index(fields=["programme_id", "member_id", "-id"], name="rewards_voucher_member"),
            models.Index(fields=["programme_id", "-id"], name="rewards_voucher_newest"),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=["new", "assigned"]), name="rewards_voucher_ends"
            ),
        ]

    def __str__(self) -> str:
        """Return its end and state."""
        return f"…{self.tail} {self.state}"


class VoucherStep(models.Model):
    """Something done with a voucher by somebody: used, taken back, voided."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8)
    changed_at = models.BigIntegerField()
    place = models.CharField(max_length=100, default="")
    actor = models.CharField(max_length=150, default="")
    reason = models.CharField(max_length=500, default="")

    def __str__(self) -> str:
        """Return the state."""
        return self.state


class WrongCode(models.Model):
    """How many wrong codes somebody showed in one span of time."""

    programme_id = models.IntegerField()
    who = models.CharField(max_length=200)
    span = models.BigIntegerField()
    tries = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "who", "span"], name="rewards_wrong_code_span"),
        ]

    def __str__(self) -> str:
        """Return who and how often."""
        return f"{self.who}: {self.tries}"
