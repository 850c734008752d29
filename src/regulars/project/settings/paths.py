"""Where things stand: the repository and the data folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("REGULARS_DATA") or "data").resolve()
