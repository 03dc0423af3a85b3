"""What was fitted beside the network: the weights of the judge, and how sure a statement of the graph is."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: the pipelines that were fitted, by what makes their statements: network and rules, or rules alone
READER, FAST = "reader", "fast"


@dataclass(frozen=True, slots=True)
class Settings:
    """``weights`` of features and the ``least`` confidence, each by pipeline."""

    weights: Mapping[str, Mapping[str, float]]
    least: Mapping[str, float]


def folder() -> Path:
    """Where the weights lie."""
    return Path(str(importlib.resources.files("kg"))) / "models" / "reader"


@cache
def load_settings() -> Settings:
    """Those in the box (``judge.json``, written by ``training/reader/calibrate.py``)."""
    data = json.loads((folder() / "judge.json").read_text(encoding="utf-8"))
    return Settings(data["weights"], data["least"])
