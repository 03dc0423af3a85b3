"""Why a form did not fire in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.nlp.reasons.read import Sentence, triggers_in
from kg.nlp.reasons.tries import Try, tries
from kg.nlp.spans.claim import Claim
from kg.nlp.spans.mention import NAMES
from kg.nlp.spans.skeleton import is_oblique
from kg.values.explanation import Reason

#: a form that got this far, and has both ends, is worth telling even without its trigger
FAR = 0.75


class Unfired:
    """The forms of one sentence; ``whole``: each of them is told, not the one that got furthest."""

    def __init__(self, read: Sentence, *, whole: bool) -> None:
        self._read, self._whole = read, whole

    def reasons(self, name: str, triggered: bool, lacking: bool, held: Sequence[Claim]) -> Iterator[Reason]:
        fired = {claim.rule for claim in held}
        found = [
            t
            for t in tries(self._read.forms[name], self._read.skeleton, self._read.topic)
            if t.form.id not in fired
        ]
        if not self._whole:
            best = max(found, key=lambda item: item.share, default=None)
            ends = {slot for slot, _ in best.found} if best is not None else set()
            far = best is not None and best.share >= FAR and {"subject", "object"} <= ends
            found = [best] if best is not None and not lacking and (triggered or far) else []
        for item in found:
            yield self._tried(name, item)

    def _tried(self, name: str, item: Try) -> Reason:
        """Why a form did not fire, or what became of what it found."""
        why, words = self._why(name, item)
        return Reason(name, why, words, item.form.id, item.form.pattern, item.found)

    def _why(self, name: str, item: Try) -> tuple[str, tuple[str, ...]]:
        if not item.missing:
            others = self._read.lexicon.relations[name].unless
            for other in others:
                if any(claim.predicate == other for claim in self._read.claims):
                    return "{} is meant instead", (other,)
            return "it matches, but between no two entities of which it is not stated already", ()
        relation, labels = self._read.ontology.relations[name], self._read.forms[name].labels
        objects = self._read.lexicon.relations[name].objects or relation.range
        ends = {"subject": (relation.domain, labels[0]), "object": (objects, labels[1])}
        end = item.missing.strip("{}")
        before = self._read.place[1]
        if end not in ends:
            triggers = triggers_in(self._read.lexicon.relations[name], self._read.text)
            if item.missing != "{trigger}" or not triggers:
                return "the words of the form are missing: {}", (self._wording(name, item.missing),)
            end, before = "subject", self._read.place[0] + self._read.text.index(triggers[0])
        string, names = self._read.skeleton.string, self._read.skeleton.names
        oblique = [m.text for i, m in names.items() if is_oblique(string[i])]
        if oblique and end == "subject":
            return "{} is named, but the sentence is not about it", ("、".join(oblique),)
        classes, fitting = ends[end]
        named = [m for m in self._read.mentions if m.label in NAMES and m.entity and m.start < before]
        misfits = [m.text for m in named if m.label not in fitting]
        if misfits:
            why = f"its {end} is missing: {{}} is wanted, which {{}} is not"
            return why, ("/".join(classes), "、".join(misfits))
        return f"its {end} is missing: there is no {{}} where the form has it", ("/".join(classes),)

    def _wording(self, name: str, piece: str) -> str:
        """What may stand in the place of a piece: the words of a list, a few triggers."""
        words = self._read.lexicon.relations[name]
        if piece == "{trigger}":
            return "、".join(words.triggers[:8])
        lists = words.lists or {}
        inner = re.findall(r"<(\w+)>", piece)
        if inner and all(key in lists for key in inner):
            return "、".join(word for key in inner for word in lists[key][:8])
        return re.sub(r"\(\?(?:P<\w+>|:)|[()]", "", piece).replace("|", "、").replace("?", "")
