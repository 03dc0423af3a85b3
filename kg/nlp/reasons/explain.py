"""Why a sentence states what it does, and why not what it does not.

The components run as ever; what they left is asked afterwards: which cue gave a status, what a
probability is made of (`kg.nlp.reasons.factors`), how far each form got (`kg.nlp.reasons.tries`), what a
relation lacks altogether. So no rule has to tell its reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon import Lexicon, RelationForms, load_lexicon
from kg.model import ASSERTED
from kg.nlp.claims.article import Run
from kg.nlp.reader.judge import PROPOSED, Judge
from kg.nlp.reasons.factors import factors
from kg.nlp.reasons.tries import Try, tries
from kg.nlp.relations import Relations
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import MONEY, NAMES, QUANTITY, TITLE, Mention
from kg.nlp.spans.patterns import any_of
from kg.nlp.spans.skeleton import Skeleton, is_oblique
from kg.nlp.status import Status
from kg.ontology import Relation, load_ontology
from kg.values.explanation import Explanation, Factor, Named, Reason, Stated

#: a form that got this far, and has both ends, is worth telling even without its trigger
FAR = 0.75
#: so many statements of a sentence that are too uncertain are told
RUNNERS = 3
#: a claim, and what its probability is made of
Told = tuple[Claim, tuple[Factor, ...]]


def explain(text: str, nlp: Language, relation: str | None = None, least: float = 0.0) -> list[Explanation]:
    """Each sentence of a cleaned text; of one ``relation`` every form that did not fire.

    What is less probable than ``least`` is doubtful, not stated.
    """
    doc, run, told = _read(text, nlp)
    return [_Sentence(doc, run, told, sentence, relation, least).explained() for sentence in _sentences(doc)]


def _read(text: str, nlp: Language) -> tuple[Doc, Run, list[Told]]:
    """The Doc of a text, the run of the component that states relations, and the claims as judged."""
    doc = nlp.make_doc(text)
    run = None
    made: list[tuple[Factor, ...]] = []
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, Relations):
            run = Run(pipe.rules, doc)
            doc._.kg_statements = [claim.to_dict() for claim in run.read()]
            doc._.kg_mentions = [mention.to_dict() for mention in run.mentions]
            doc._.kg_entities = run.entities
        else:
            if isinstance(pipe, Judge):
                by_network = nlp.has_pipe("kg_reader")
                made = [factors(c, found, pipe.weighed(c, found), by_network) for c, found in pipe.weigh(doc)]
            doc = pipe(doc)
    assert run is not None  # load_nlp puts it there
    claims = [Claim.from_dict(item) for item in doc._.kg_statements]
    return doc, run, list(zip(claims, made, strict=True))


def _sentences(doc: Doc) -> Iterator[Range]:
    for sentence in doc.sents:
        if sentence.text.strip():
            yield sentence.start_char, sentence.end_char


class _Sentence:
    """One sentence, and what was left on the Doc about it."""

    def __init__(
        self,
        doc: Doc,
        run: Run,
        told: Sequence[Told],
        sentence: Range,
        relation: str | None,
        least: float,
    ) -> None:
        self._doc, self._only = doc, relation
        self._lexicon, self._ontology = load_lexicon(), load_ontology()
        self._forms = run.rules.forms
        self._range = sentence
        self._text = doc.text[slice(*sentence)]
        mentions = Mention.all_of(doc._.kg_mentions)
        self._mentions = [m for m in mentions if sentence[0] <= m.start < sentence[1]]
        here = [item for item in told if sentence[0] <= item[0].sentence[0] < sentence[1]]
        only = [item for item in here if relation in (None, item[0].predicate)]
        self._sure = [item for item in only if item[0].confidence >= least]
        rest = [item for item in only if item[0].confidence < least]
        self._runners = sorted(rest, key=lambda item: -item[0].confidence)[:RUNNERS]
        self._claims = [c for c, _ in here if c.confidence >= least or c.rule != PROPOSED]
        self._entities = {item["key"]: item for item in doc._.kg_entities}
        self._skeleton, self._topic = next(
            ((s, topic) for span, s, topic in run.skeletons if span == sentence), (Skeleton.of(""), None)
        )

    def explained(self) -> Explanation:
        missing = [r for name in self._ontology.relations for r in self._reasons(name)]
        return Explanation(
            self._text.strip(),
            tuple(map(self._named, self._mentions)),
            tuple(map(self._stated, self._sure)),
            tuple(missing),
            tuple(map(self._stated, self._runners)),
        )

    def _named(self, mention: Mention) -> Named:
        type_ = self._ontology.class_of_label(mention.label) or mention.label
        known = self._entities.get(mention.entity)
        return Named(mention.text, type_, known["name"] if known else "", mention.start, mention.end)

    # ── what is stated ─────────────────────────────────────────────────────────────────────────

    def _stated(self, told: Told) -> Stated:
        claim, made = told
        forms = self._lexicon.relations[claim.predicate].forms
        pattern = next((form.pattern for form in forms if form.id == claim.rule), "")
        trigger = self._doc.text[slice(*claim.trigger)] if claim.trigger else ""
        return Stated(
            claim.predicate,
            self._name(claim.subject),
            self._name(claim.object) if claim.object else None,
            {key: _plain(value) for key, value in claim.qualifiers.items() if value not in (None, False, "")},
            claim.status or ASSERTED,
            tuple(_cues(claim, self._doc, self._lexicon)),
            claim.rule,
            pattern,
            trigger,
            round(claim.confidence, 2),
            made,
        )

    def _name(self, key: str) -> str:
        return str(self._entities[key]["name"]) if key in self._entities else key

    # ── what is not ────────────────────────────────────────────────────────────────────────────

    def _reasons(self, name: str) -> Iterator[Reason]:
        """Why the sentence does not state a relation, or not by its other forms."""
        if self._only not in (None, name) or not self._skeleton.string or name not in self._lexicon.relations:
            return
        words, relation = self._lexicon.relations[name], self._ontology.relations[name]
        held = [claim for claim in self._claims if claim.predicate == name]
        triggers = _triggers(words, self._text)
        if held and self._only is None:
            return
        if not held and words.triggers and not triggers and self._only is not None:
            yield Reason(name, "none of its words is there: {}", ("、".join(words.triggers[:8]),))
        yield from self._not_triggers(name, words, triggers)
        lacking = list(self._lacking(name, relation)) if not held else []
        if triggers or self._only is not None:
            yield from lacking
        if name in self._forms:
            yield from self._by_forms(name, bool(triggers), bool(lacking), held)
        if not held and not lacking:
            yield from self._by_engines(name, words, triggers)

    def _not_triggers(self, name: str, words: RelationForms, triggers: Sequence[str]) -> Iterator[Reason]:
        """检查站 is no 检查."""
        for word in words.not_triggers:
            if word in self._text and not triggers:
                yield Reason(name, "{} is no word for it", (word,))

    def _lacking(self, name: str, relation: Relation) -> Iterator[Reason]:
        """The ends for which the sentence, and what was spoken of before it, has nobody."""
        there = {m.label for m in self._mentions if m.entity} | (
            {self._topic.label} if self._topic else set()
        )
        for end, classes in (("subject", relation.domain), ("object", relation.range)):
            labels = {label for c in classes for label in self._ontology.classes[c].spacy_labels}
            needed = end == "subject" or not self._ontology.counts(relation)
            vague = [m.text for m in self._mentions if m.label in labels and not m.entity]
            if not classes or not needed or labels & there:
                continue
            if vague:
                yield Reason(name, f"no {end}: {{}} names none in particular", ("、".join(vague),))
            else:
                yield Reason(name, f"no {end}: there is no {{}}", ("/".join(classes),))

    def _by_forms(self, name: str, triggered: bool, lacking: bool, held: Sequence[Claim]) -> Iterator[Reason]:
        fired = {claim.rule for claim in held}
        found = [t for t in tries(self._forms[name], self._skeleton, self._topic) if t.form.id not in fired]
        if self._only is None:
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
            others = self._lexicon.relations[name].unless
            for other in others:
                if any(claim.predicate == other for claim in self._claims):
                    return "{} is meant instead", (other,)
            return "it matches, but between no two entities of which it is not stated already", ()
        relation, labels = self._ontology.relations[name], self._forms[name].labels
        ends = {"subject": (relation.domain, labels[0]), "object": (relation.range, labels[1])}
        end = item.missing.strip("{}")
        before = self._range[1]
        if end not in ends:
            triggers = _triggers(self._lexicon.relations[name], self._text)
            if item.missing != "{trigger}" or not triggers:
                return "the words of the form are missing: {}", (self._wording(name, item.missing),)
            end, before = "subject", self._range[0] + self._text.index(triggers[0])
        string, names = self._skeleton.string, self._skeleton.names
        oblique = [m.text for i, m in names.items() if is_oblique(string[i])]
        if oblique and end == "subject":
            return "{} is named, but the sentence is not about it", ("、".join(oblique),)
        classes, fitting = ends[end]
        named = [m for m in self._mentions if m.label in NAMES and m.entity and m.start < before]
        misfits = [m.text for m in named if m.label not in fitting]
        if misfits:
            why = f"its {end} is missing: {{}} is wanted, which {{}} is not"
            return why, ("/".join(classes), "、".join(misfits))
        return f"its {end} is missing: there is no {{}} where the form has it", ("/".join(classes),)

    def _wording(self, name: str, piece: str) -> str:
        """What may stand in the place of a piece: the words of a list, a few triggers."""
        words = self._lexicon.relations[name]
        if piece == "{trigger}":
            return "、".join(words.triggers[:8])
        lists = words.lists or {}
        inner = re.findall(r"<(\w+)>", piece)
        if inner and all(key in lists for key in inner):
            return "、".join(word for key in inner for word in lists[key][:8])
        return re.sub(r"\(\?(?:P<\w+>|:)|[()]", "", piece).replace("|", "、").replace("?", "")

    def _by_engines(self, name: str, words: RelationForms, triggers: Sequence[str]) -> Iterator[Reason]:
        """Relations that are more than forms: what the machinery wanted."""
        numbers = [m for m in self._mentions if m.label in (MONEY, QUANTITY)]
        titles = [m for m in self._mentions if m.label == TITLE]
        if "gifts" in words.engines and triggers:
            if any(word in self._text for word in (words.lists or {}).get("taken", ())):
                yield Reason(name, "who gave is not said, only who took")
            elif numbers:
                yield Reason(name, "nobody who gives stands before {}", (triggers[0],))
            else:
                yield Reason(
                    name, "nothing that is given follows {}: no sum, number or goods", (triggers[0],)
                )
        if "posts" in words.engines and titles:
            named = "、".join(m.text for m in titles)
            yield Reason(name, "{} stands beside nobody whose post it could be", (named,))
        if "counts" in words.engines and numbers:
            taken = [m for m in numbers if any(m.value in c.qualifiers.values() for c in self._claims)]
            rest = [m.text for m in numbers if m not in taken]
            if rest:
                yield Reason(name, "{} counts nothing of anybody named", ("、".join(rest),))


def _triggers(words: RelationForms, text: str) -> list[str]:
    """The triggers of a relation that stand in a text, but within words that are none."""
    if not words.triggers:
        return []
    not_ = f"(?!{any_of(words.not_triggers)})" if words.not_triggers else ""
    return list(dict.fromkeys(re.findall(not_ + any_of(words.triggers), text)))


def _cues(claim: Claim, doc: Doc, lexicon: Lexicon) -> Iterator[str]:
    """The words without which a claim would be asserted: each cue of its status is tried alone."""
    if claim.status in ("", ASSERTED) or claim.trigger is None:
        return
    sentence = doc.text[slice(*claim.sentence)]
    for cue in lexicon.cues:
        for word in cue.words if cue.status == claim.status and cue.scope != TITLE.lower() else ():
            if word in sentence:
                alone = Status(replace(lexicon, cues=(replace(cue, words=(word,)),)))
                copy = doc.copy()
                copy._.kg_statements = [replace(claim, status="").to_dict()]
                if alone(copy)._.kg_statements[0]["status"] == claim.status:
                    yield word


def _plain(value: Any) -> Any:
    """A value without a fraction that says nothing."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
