"""The purchase models on CDNOW: published parameters, hold-out error, and time beside two libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.figure import Figure, median_seconds
from bench.replay.folders import cache_folder
from regulars.domain.predictions.policy import metrics
from regulars.domain.predictions.policy.bg_nbd import expected, fit_bg_nbd
from regulars.domain.predictions.policy.gamma_gamma import fit_gamma_gamma
from regulars.domain.predictions.policy.pareto_nbd import fit_pareto_nbd
from tests.unit.predictions.cdnow import Cdnow, cdnow

BAR, BAR_PYMC, BAR_ERROR = 8.0, 100.0, 0.7856
PUBLISHED = (0.243, 4.414, 0.793, 2.426)
OTHERS = ("lifetimes==0.11.3", "pymc-marketing")


def run() -> Figure:
    """Answer how many times as long `lifetimes` takes to fit."""
    data = cdnow()
    found, pareto = fit_bg_nbd(data.weeks), fit_pareto_nbd(data.weeks)
    spend = fit_gamma_gamma(data.repeats, data.mean_spend)
    error = metrics.mean_error(expected(found.model, data.weeks, 39.0), data.later)
    ours = median_seconds(lambda: fit_bg_nbd(data.weeks), 21)
    others = _others(data)
    print("BG/NBD", _told(found.model), f"log-likelihood {found.log_likelihood:.1f} (published -9582.4)")
    print("Pareto/NBD", _told(pareto.model), f"log-likelihood {pareto.log_likelihood:.1f} (published -9595.0)")
    print("Gamma-Gamma", _told(spend.model), "(published 6.25, 3.74, 15.44)")
    print(f"39 weeks held out: mean absolute error {error:.4f} purchases (at most {BAR_ERROR})")
    print(f"one fit: {ours * 1000:.1f} ms; lifetimes {others['lifetimes'] * 1000:.0f} ms")
    print(f"pymc-marketing {others['pymc']:.2f} s, {others['pymc'] / ours:,.0f} times (at least {BAR_PYMC:.0f})")
    right = all(round(value, 3) == known for value, known in zip(found.model, PUBLISHED, strict=True))
    also = right and error <= BAR_ERROR and others["pymc"] / ours >= BAR_PYMC
    return Figure("clv", others["lifetimes"] / ours, BAR, at_most=False, also=also)


def _told(parameters: Any) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in parameters._asdict().items())


def _others(data: Cdnow) -> dict[str, float]:
    """What the libraries take, in an environment that is made for this bench and kept."""
    frequency, recency, age, _ = (column.tolist() for column in data.weeks)
    given = {"frequency": frequency, "recency": recency, "T": age}
    command = [str(_environment()), str(Path(__file__).with_name("others.py"))]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, input=json.dumps(given), stdout=subprocess.PIPE, text=True, check=True, env=alone)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _environment() -> Path:
    folder = cache_folder() / "clv-environment"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *OTHERS], check=True)
        (folder / "ready").touch()
    return python
