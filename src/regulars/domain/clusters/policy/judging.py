"""What groups tell of later behaviour: chi-square of who bought, Kruskal-Wallis of what was spent, effect sizes."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.domain.clusters.types import Labels, Numbers, Validity


def judged(labels: Labels, later_spend: Numbers, later_purchases: Numbers) -> Validity:
    """How groups differ in the time after; V of Cramer (1946), epsilon squared of Kelley (1935)."""
    from scipy import stats

    test: Any = stats
    groups = np.unique(labels)
    active = later_purchases > 0
    table = np.array([[(active[labels == one]).sum(), (~active[labels == one]).sum()] for one in groups], dtype=float)
    members = len(labels)
    if len(groups) < 2 or (table.sum(axis=0) == 0).any():
        chi2, active_p, effect = 0.0, 1.0, 0.0
    else:
        told = test.chi2_contingency(table, correction=False)
        chi2, active_p = float(told[0]), float(told[1])
        effect = float(np.sqrt(chi2 / members))
    spends = [later_spend[labels == one] for one in groups]
    if len(groups) < 2 or np.unique(later_spend).size < 2:
        return Validity(members, chi2, active_p, effect, 0.0, 1.0, 0.0)
    height, spend_p = (float(one) for one in test.kruskal(*spends))
    spread = max((height - len(groups) + 1) / max(members - len(groups), 1), 0.0)
    return Validity(members, chi2, active_p, effect, height, spend_p, spread)
