"""The user's own terms (`kg.given`) that a pipeline was made with: saved with it, and read again.

They are in ``nlp.meta``, once for all components, so that `to_disk`, `spacy.load` and ``spacy package``
keep them.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language

from kg.given import File, Given, current

#: where ``nlp.meta`` has them, and which kinds bear on what a pipeline finds
META, KINDS = "kg_given", ("ontology", "lexicon", "names", "learned")


def terms_of(nlp: Language) -> Given:
    """What ``nlp`` was saved with and what is in force now; from here on it is saved with both."""
    now, saved = current(), nlp.meta.get(META, {})
    files = {
        kind: tuple(
            {
                file.text: file
                for file in (*(File(**item) for item in saved.get(kind, ())), *getattr(now, kind))
            }.values()
        )
        for kind in KINDS
    }
    listed = {
        kind: [{"name": file.name, "text": file.text} for file in items] for kind, items in files.items()
    }
    if any(listed.values()):
        nlp.meta[META] = listed
    return replace(now, **files)
