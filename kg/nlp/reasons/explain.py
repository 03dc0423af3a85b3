"""Why a sentence states what it does, and why not what it does not.

The components run as ever; what they left is asked afterwards: which cue gave a status, what a
probability is made of (`kg.nlp.reasons.factors`), how far each form got (`kg.nlp.reasons.tries`), what a
relation lacks altogether. So no rule has to tell its reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon import Lexicon, load_lexicon
from kg.model import ASSERTED
from kg.nlp.claims.article import Run
from kg.nlp.reader.judge import PROPOSED, Judge
from kg.nlp.reasons.factors import factors
from kg.nlp.reasons.missing import Missing
from kg.nlp.reasons.read import Sentence
from kg.nlp.relations import Relations
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import TITLE, Mention
from kg.nlp.spans.skeleton import Skeleton
from kg.nlp.status import Status
from kg.ontology import load_ontology
from kg.values.explanation import Explanation, Factor, Named, Stated

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
        self._doc = doc
        self._lexicon, self._ontology = load_lexicon(), load_ontology()
        mentions = Mention.all_of(doc._.kg_mentions)
        self._mentions = [m for m in mentions if sentence[0] <= m.start < sentence[1]]
        here = [item for item in told if sentence[0] <= item[0].sentence[0] < sentence[1]]
        only = [item for item in here if relation in (None, item[0].predicate)]
        self._sure = [item for item in only if item[0].confidence >= least]
        rest = [item for item in only if item[0].confidence < least]
        self._runners = sorted(rest, key=lambda item: -item[0].confidence)[:RUNNERS]
        self._entities = {item["key"]: item for item in doc._.kg_entities}
        skeleton, topic = next(
            ((s, topic) for span, s, topic in run.skeletons if span == sentence), (Skeleton.of(""), None)
        )
        self._read = Sentence(
            doc.text[slice(*sentence)],
            sentence,
            self._mentions,
            [c for c, _ in here if c.confidence >= least or c.rule != PROPOSED],
            skeleton,
            topic,
            self._lexicon,
            self._ontology,
            run.rules.forms,
        )
        self._missing = Missing(self._read, relation)

    def explained(self) -> Explanation:
        return Explanation(
            self._read.text.strip(),
            tuple(map(self._named, self._mentions)),
            tuple(map(self._stated, self._sure)),
            tuple(self._missing.all()),
            tuple(map(self._stated, self._runners)),
        )

    def _named(self, mention: Mention) -> Named:
        type_ = self._ontology.class_of_label(mention.label) or mention.label
        known = self._entities.get(mention.entity)
        return Named(mention.text, type_, known["name"] if known else "", mention.start, mention.end)

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
