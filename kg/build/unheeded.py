"""What a build says of the user's own files that have no effect on it."""

from __future__ import annotations

from dataclasses import fields as fields_of

from kg.given import Given, current
from kg.given.learned import read_layer
from kg.values.phrase import phrase


def no_longer_given(before: Given, now: Given) -> list[str]:
    """One line for each file that the build which is replaced was made with, and this one is not."""
    lines: list[str] = []
    for kind in fields_of(Given):
        names = {file.name for file in getattr(now, kind.name)}
        for file in getattr(before, kind.name):
            if file.name not in names:
                text = "--{}: the earlier build was made with {}, this one is not"
                lines.append(phrase(text, kind.name, file.name))
    return lines


def unused_layers(model: str | None) -> list[str]:
    """One line for each learned layer that changes nothing of what ``model`` says."""
    from kg.nlp import weights_name
    from kg.nlp.reader.settings import misfit

    layers = {file.name: read_layer(file.text, file.name) for file in current().learned}
    reasons = {name: misfit(layer, weights_name(model)) for name, layer in layers.items()}
    return [f"--learned: {name} has no effect: {why}" for name, why in reasons.items() if why]
