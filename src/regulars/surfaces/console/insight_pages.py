"""The pages of insight: which sheets of which computation each shows, and under which of several one may choose."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class InsightPage:
    """A page: its name in addresses, title, which computation it is of, and its sheets in order.

    `choose`: of sheets that come several times, with a key each, one is shown; the address says which.
    """

    name: str
    title: Promise
    lead: Promise
    source: str
    sheets: tuple[str, ...]
    choose: str = ""


PAGES: tuple[InsightPage, ...] = (
    InsightPage(
        "rfm",
        _("RFM"),
        _("Five classes by how recently, how often and for how much members bought, and how they move."),
        "rfm",
        ("rfm_classes", "rfm_moves", "rfm_months", "rfm_bands"),
        "rfm_moves",
    ),
    InsightPage(
        "value",
        _("Value card"),
        _("A score from 0 to 100 for every member, made of parts with weights that you set."),
        "rfm",
        ("value_spread", "value_by_class", "value_parts"),
    ),
    InsightPage(
        "clusters",
        _("Clusters"),
        _("Groups that the data make themselves, judged on what members did later."),
        "clusters",
        (
            "cluster_profile",
            "cluster_later",
            "cluster_validity",
            "cluster_trials",
            "cluster_moves",
            "cluster_months",
            "tree_segments",
        ),
        "cluster_moves",
    ),
    InsightPage(
        "motives",
        _("Motives"),
        _("What seems to bring members: saving, standing, service or other people, as what they do tells."),
        "motives",
        ("motives", "motive_spread", "motive_signs", "motive_steady", "motive_tiers", "motive_benefits"),
    ),
    InsightPage(
        "cohorts",
        _("Cohorts"),
        _("Who buys again after a first purchase, and who is still there months later."),
        "cohorts",
        ("repurchase", "retention"),
        "repurchase",
    ),
    InsightPage(
        "lifecycle",
        _("Lifecycle"),
        _("Five stages from new to lost, by rules that you can read."),
        "cohorts",
        ("lifecycle_stages", "lifecycle_funnel", "lifecycle_moves", "lifecycle_months"),
        "lifecycle_moves",
    ),
    InsightPage(
        "tiers",
        _("Tiers in motion"),
        _("Who rises and falls, and how long the next tier takes."),
        "cohorts",
        ("tier_mobility", "tier_months", "time_to_upgrade", "upgrade_curve"),
    ),
    InsightPage(
        "baskets",
        _("Baskets"),
        _("What purchases come to, when they are made, and what is bought together."),
        "cohorts",
        ("basket_sizes", "basket_weekdays", "basket_hours", "basket_channels", "categories", "category_pairs"),
    ),
    InsightPage(
        "paths",
        _("Paths"),
        _("Which touchpoints follow which, what leads to a purchase, and where members drop off."),
        "cohorts",
        ("touchpoints", "path_steps", "paths"),
    ),
    InsightPage(
        "associations",
        _("Associations"),
        _("What members did, and what they did in the quarter after; and where that says nothing of a cause."),
        "cohorts",
        ("associations", "tier_lift"),
    ),
)

BY_NAME = {one.name: one for one in PAGES}
