"""The user's own terms (`kg.given`) that a pipeline was made with: saved with it, and read again.

They are in ``nlp.meta``, once for all components, so that `to_disk`, `spacy.load` and ``spacy package``
keep them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.given import File, Given, current

if TYPE_CHECKING:
    from spacy.language import Language

#: where ``nlp.meta`` has them, and which kinds bear on what a pipeline finds
META, KINDS = "kg_given", ("ontology", "lexicon", "names", "learned")


def terms_for(model: str | None) -> Given:
    """As `terms_of` the pipeline called ``model``, which is loaded only where it may bring some."""
    from kg.nlp import FAST, load_nlp

    return _joined({}) if model in (None, FAST) else terms_of(load_nlp(model))


def terms_of(nlp: Language) -> Given:
    """What ``nlp`` was saved with and what is in force now; from here on it is saved with both."""
    terms = _joined(nlp.meta.get(META, {}))
    listed = {
        kind: [{"name": file.name, "text": file.text} for file in getattr(terms, kind)] for kind in KINDS
    }
    if any(listed.values()):
        nlp.meta[META] = listed
    return terms


def _joined(saved: Mapping[str, Sequence[Mapping[str, str]]]) -> Given:
    """What was saved and what is in force now, each file once."""
    now = current()
    files = {
        kind: tuple(
            {
                file.text: file
                for file in (*(File(**item) for item in saved.get(kind, ())), *getattr(now, kind))
            }.values()
        )
        for kind in KINDS
    }
    return replace(now, **files)
