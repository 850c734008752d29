"""Plans, subscriptions with their periods, payments, and notices of the payment page. Instants are microseconds."""

from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    """A plan. `perks` are pairs of benefit and uses in a period."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=9, default="draft")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    about_zh = models.TextField(default="", blank=True)
    about_en = models.TextField(default="", blank=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    every = models.CharField(max_length=7)
    trial_days = models.IntegerField(default=0)
    grace_days = models.IntegerField(default=7)
    tier = models.CharField(max_length=40, default="", blank=True)
    perks = models.JSONField(default=list)
    leaving = models.CharField(max_length=10, default="period_end")
    position = models.IntegerField(default=0)
    revision = models.IntegerField(default=1)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "code"], name="plans_plan_code"),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, trial_days__gte=0, grace_days__gte=0), name="plans_plan_numbers"
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "position", "id"], name="plans_plan_listed")]

    def __str__(self) -> str:
        """Return its code."""
        return self.code


class Subscription(models.Model):
    """A member's subscription. Its paid periods are counted from `anchor_on`; `cycle` is the next one's number.

    `price_minor` and `every` are those it was taken at. `given_until` is the last day through which the tier was
    given, `displaced_*` the granted tier that stood there before and comes back at the end.
    """

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=9)
    price_minor = models.BigIntegerField()
    every = models.CharField(max_length=7)
    anchor_on = models.DateField(null=True)
    cycle = models.IntegerField(default=0)
    period_number = models.IntegerField(default=0)
    next_plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.BigIntegerField()
    started_on = models.DateField(null=True)
    grace_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=12, default="")
    mandate = models.BinaryField(null=True)
    given_tier = models.CharField(max_length=40, default="")
    given_until = models.DateField(null=True)
    displaced_tier = models.CharField(max_length=40, default="")
    displaced_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "member_id"], condition=~Q(state="ended"), name="plans_one_running"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False), name="plans_ended_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "member_id", "-id"], name="plans_subscription_member"),
            models.Index(fields=["programme_id", "state", "-id"], name="plans_subscription_state"),
            models.Index(fields=["programme_id", "-id"], name="plans_subscription_newest"),
        ]

    def __str__(self) -> str:
        """Return whose it is and where it stands."""
        return f"{self.member_id} {self.state}"


class Period(models.Model):
    """Days of a subscription, from `starts_on` and before `ends_on`. `grants` are those of its benefits, by number."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="periods")
    number = models.IntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    price_minor = models.BigIntegerField()
    state = models.CharField(max_length=6)
    asked_on = models.DateField(null=True)
    grants = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "number"], condition=~Q(state="void"), name="plans_period_number"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plans_period_in_order"),
        ]

    def __str__(self) -> str:
        """Return its days."""
        return f"{self.starts_on} – {self.ends_on}"


class Payment(models.Model):
    """An amount to be taken by the payment page, or given back (`refund_of`). Nothing of a card, ever."""

    programme_id = models.IntegerField()
    reference = models.CharField(max_length=60, unique=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="payments")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="payments", null=True)
    purpose = models.CharField(max_length=7)
    state = models.CharField(max_length=7, default="new")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    target = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", null=True)
    refund_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="refunds", null=True)
    session = models.CharField(max_length=200, default="")
    url = models.CharField(max_length=1000, default="")
    return_url = models.CharField(max_length=500, default="")
    invoice = models.CharField(max_length=200, default="")
    error = models.CharField(max_length=200, default="")
    reason = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    asked_at = models.BigIntegerField()
    asked_on = models.DateField()
    settled_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="plans_payment_of_something"),
            models.CheckConstraint(
                condition=~Q(purpose="refund") | Q(refund_of__isnull=False), name="plans_refund_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["subscription", "-id"], name="plans_payment_newest"),
            models.Index(fields=["programme_id", "id"], condition=Q(state="new"), name="plans_payment_unsent"),
        ]

    def __str__(self) -> str:
        """Return its reference and state."""
        return f"{self.reference} {self.state}"


class Notice(models.Model):
    """A notice of the payment page that was taken in, so that the same one again does nothing more."""

    notice_id = models.CharField(max_length=100, unique=True)
    reference = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    received_at = models.BigIntegerField()

    def __str__(self) -> str:
        """Return its id."""
        return self.notice_id
