"""What was fitted beside the network: the weights of the judge, and how sure a statement of the graph is."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.given import current
from kg.given.learned import Layer, mark_of, read_layer

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


def shipped(pipeline: str) -> Mapping[str, float]:
    """The weights of a pipeline as they are in the box; none where it was not fitted."""
    return load_settings().weights.get(pipeline, {})


def layer_of(pipeline: str) -> Layer | None:
    """What `kg learn` made and the user gave (`kg.given`), where it was learned over these weights."""
    given = [read_layer(file.text, file.name) for file in current().learned]
    return next((layer for layer in reversed(given) if not misfit(layer, pipeline)), None)


def misfit(layer: Layer, pipeline: str) -> str:
    """Why a layer changes nothing of a pipeline; empty where it fits."""
    if layer.pipeline != pipeline:
        return f"it was learned for the pipeline {layer.pipeline}"
    if layer.shipped != mark_of(shipped(pipeline)):
        return "it was learned over other weights than these; learn again with: kg learn DIR"
    return ""


def weights_of(pipeline: str) -> Mapping[str, float]:
    """The weights to judge by: those in the box, with what was learned in their place."""
    layer = layer_of(pipeline)
    return {**shipped(pipeline), **(layer.weights if layer else {})}
