"""``kg_judge``: statements of the network beside those of the rules, each with one probability.

A statement that both make is one; what the rules leave open of it (to whom a gift goes, its goods) the
network tells. The probability comes from a logistic model over what speaks for a statement (`features`),
fitted on texts that neither the network nor the rules had seen (``training/reader/calibrate.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import using
from kg.lexicon import Lexicon, load_lexicon
from kg.model import ASSERTED
from kg.nlp.claims.counts import Counts
from kg.nlp.extensions import needs, register_extensions, text_of
from kg.nlp.reader import labels
from kg.nlp.reader.proposal import Names, Proposal
from kg.nlp.reader.proposals import Proposer
from kg.nlp.reader.reading import Pair
from kg.nlp.reader.recipients import Recipients
from kg.nlp.reader.settings import READER, shipped, weights_of
from kg.nlp.spans.claim import Claim, Range
from kg.nlp.spans.mention import Mention
from kg.nlp.spans.skeleton import build
from kg.nlp.tables.rows import ROW
from kg.nlp.terms import terms_of
from kg.ontology import load_ontology

#: nothing is surer, or less sure, than this
SURE = 0.001
RELATION = "relation"
#: the rule of a statement that the network alone makes
PROPOSED = "reader"
#: begins the names of what speaks for a statement of a relation of the user's own
OWN = "own"


class Judge:
    """Weighs the claims of Docs; stateless between articles."""

    def __init__(self, lexicon: Lexicon, weights: str = READER) -> None:
        """``weights`` names those to judge by: of the network and the rules, or of the rules alone."""
        self._ontology = load_ontology()
        self._counts = Counts(lexicon)
        self._delegates = lexicon.titles.delegates
        post, gift, count = map(lexicon.stated_by, ("posts", "gifts", "counts"))
        counted = (n for n in labels.relations() if "quantity" in self._ontology.relations[n].fields)
        self._names = Names(post, gift, count, next(name for name in counted if name != gift))
        self._each = lexicon.names.lists.each
        self._recipients = Recipients(lexicon)
        self._shipped, self._weights = shipped(weights), weights_of(weights)

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_judge", kg_relations="kg_statements")
        weighed = self.weigh(doc)
        for claim, found in weighed:
            if told := self.weighed(claim, found):
                claim.confidence = probability(told.values())
        doc._.kg_statements = [claim.to_dict() for claim, _ in weighed]
        return doc

    def weigh(self, doc: Doc) -> list[tuple[Claim, dict[str, float]]]:
        """The claims of a Doc that fit the ontology, each with what speaks for and against it."""
        text = text_of(doc)
        mentions = Mention.all_of(doc._.kg_mentions)
        sentences = [(s.start_char, s.end_char) for s in doc.sents]
        pairs = [Pair.from_list(row) for row in doc._.kg_pairs]
        indicator = _Indicator(self._counts, text, sentences, mentions)
        made = Proposer(text, pairs, mentions, self._names, indicator, self._delegates, self._each)
        claims = [Claim.from_dict(item) for item in doc._.kg_statements]
        types = {item["key"]: self._ontology.class_of_label(item["label"]) for item in doc._.kg_entities}
        rows = [claim.sentence for claim in claims if claim.rule == ROW]
        joined = join(claims, made.proposals(), sentences)
        for claim, _, _ in joined:
            if claim.predicate == self._names.gift and self._recipients.is_not_for(text, claim):
                claim.object = claim.object_span = None
        return [
            (claim, features(claim, proposal, by_rule, sentences))
            for claim, proposal, by_rule in joined
            if self._fits(claim, types) and (by_rule or not _within(claim, rows))
        ]

    def row(self, claim: Claim, found: Mapping[str, float]) -> Mapping[str, float]:
        """What a claim is weighed by: ``found``, but of a relation of the user's own what its head knows."""
        known = f"{RELATION} {claim.predicate}" in self._shipped
        return found if known else own_features(claim, found)

    def weighed(self, claim: Claim, found: Mapping[str, float]) -> dict[str, float]:
        """How much each feature of a claim speaks for it, in log-odds; nothing where it has no head.

        The rows of a table have none: their headings say what they state, which no network reads.
        """
        if claim.rule == ROW:
            return {}
        row = self.row(claim, found)
        if row is not found and own_form(claim.predicate) not in self._weights:
            return {}
        return {name: self._weights.get(name, 0.0) * value for name, value in row.items()}

    def _fits(self, claim: Claim, types: Mapping[str, str | None]) -> bool:
        relation = self._ontology.relations[claim.predicate]
        if types.get(claim.subject) not in relation.domain:
            return False
        return claim.object is None or types.get(claim.object) in relation.range


class _Indicator:
    """What a number of the text counts, and its unit."""

    def __init__(
        self, counts: Counts, text: str, sentences: Sequence[Range], mentions: Sequence[Mention]
    ) -> None:
        self._counts, self._text, self._sentences, self._mentions = counts, text, sentences, mentions

    def __call__(self, number: Mention) -> tuple[str, str]:
        sentence = _sentence_of(number.start, self._sentences)
        inside = [m for m in self._mentions if sentence[0] <= m.start < sentence[1]]
        skeleton = build(self._text, sentence, inside, {})
        index = next((i for i, m in skeleton.names.items() if m.start == number.start), None)
        words = self._counts.indicator(skeleton, index) if index is not None else None
        return words or number.text, self._counts.unit(number)


def join(
    claims: Sequence[Claim], proposals: Sequence[Proposal], sentences: Sequence[Range]
) -> list[tuple[Claim, Proposal | None, bool]]:
    """Claims of rules with the proposals that say the same, and the rest of both."""
    rest = {proposal.key: proposal for proposal in proposals}
    joined: list[tuple[Claim, Proposal | None, bool]] = []
    for claim in claims:
        alike = [p for p in rest.values() if _is_alike(claim, p)]
        proposal = max(alike, key=lambda p: (not p.is_bodiless, p.probability), default=None)
        if proposal is not None:
            del rest[proposal.key]
            _complete(claim, proposal)
        joined.append((claim, proposal, True))
    for proposal in rest.values():
        if not proposal.is_bodiless:
            joined.append((_claim(proposal, sentences), proposal, False))
    return joined


def _is_alike(claim: Claim, proposal: Proposal) -> bool:
    """Whether both say the same of the same subject; of a gift and a count the figures tell."""
    told, mine = claim.qualifiers, proposal.qualifiers
    if (proposal.relation, proposal.subject) != (claim.predicate, claim.subject):
        return False
    if proposal.is_gift:
        for key in ("amount", "quantity"):
            if told.get(key):
                return bool(mine.get(key) == told[key])
        return "amount" not in mine and _overlap(mine.get("item"), told.get("item"))
    same = _tells_area(claim) if proposal.is_bodiless else proposal.object == claim.object
    return same and all(mine.get(key) == told.get(key) for key in ("title", "value"))


def _tells_area(claim: Claim) -> bool:
    """Whether the title of a post is all that tells its area: 县长, of 铅山县."""
    title = str(claim.qualifiers.get("title", ""))
    return claim.object_span == claim.trigger and (claim.object or " ")[-1] in title


def _overlap(a: Any, b: Any) -> bool:
    return bool(a and b and (a in b or b in a))


def _complete(claim: Claim, proposal: Proposal) -> None:
    """What the network knows better of a claim of the rules: who receives a gift, its goods, how many go."""
    told = proposal.qualifiers
    if claim.object is None and proposal.object is not None:
        claim.object, claim.object_span = proposal.object, proposal.object_span
    if told.get("item") and not claim.qualifiers.get("item"):
        claim.qualifiers["item"] = told["item"]
    other = told.get("unit") != claim.qualifiers.get("unit")
    if not proposal.is_gift and told.get("quantity") and other:  # 12人 of 派出2批共12人
        claim.qualifiers |= {"quantity": told["quantity"], "unit": told["unit"]}


def _claim(proposal: Proposal, sentences: Sequence[Range]) -> Claim:
    return Claim(
        proposal.relation,
        proposal.subject,
        proposal.object,
        _sentence_of(proposal.at[0], sentences),
        proposal.subject_span,
        proposal.object_span,
        proposal.at if proposal.is_gift else None,
        qualifiers={name: value for name, value in proposal.qualifiers.items() if value not in (None, "")},
        status=proposal.said,
        rule=PROPOSED,
    )


def features(
    claim: Claim, proposal: Proposal | None, by_rule: bool, sentences: Sequence[Range]
) -> dict[str, float]:
    """What speaks for and against a statement, by name."""
    logit = _logit(proposal.probability if proposal is not None else 0.0)
    relation = claim.predicate
    source = ("both" if proposal is not None else "rule") if by_rule else "reader"
    found = {
        "bias": 1.0,
        "network": logit,
        f"{RELATION} {relation}": 1.0,
        f"network {relation}": logit,
        f"source {source}": 1.0,
        f"source {source} {relation}": 1.0,
    }
    if proposal is not None:
        rival = _logit(proposal.rival)
        found |= {"rival": rival, f"rival {relation}": rival, f"beaten {relation}": float(rival > logit)}
    if by_rule:
        found[f"form {claim.rule}"] = 1.0
        found["form"] = claim.confidence
    if claim.subject_span and not claim.sentence[0] <= claim.subject_span[0] < claim.sentence[1]:
        found["borrowed subject"] = 1.0
        found[f"borrowed subject {source}"] = 1.0
    if claim.object_span and not claim.sentence[0] <= claim.object_span[0] < claim.sentence[1]:
        found["borrowed object"] = 1.0
    if claim.status and claim.status != ASSERTED:
        found["not asserted"] = 1.0
    return found


def own_features(claim: Claim, found: Mapping[str, float]) -> dict[str, float]:
    """What speaks for a statement of a relation that the network does not know, by names of its own.

    ``found`` are its `features`; ``claim`` still has the confidence of its form.
    """
    told = {"": 1.0, "form": _logit(claim.confidence), f"form {claim.rule}": 1.0}
    told |= {
        name: found[name] for name in ("borrowed subject", "borrowed object", "not asserted") if name in found
    }
    if claim.subject_span and claim.object_span:
        first, second = sorted((claim.subject_span, claim.object_span))
        told["distance"] = math.log1p(max(second[0] - first[1], 0))
    return {f"{OWN} {claim.predicate} {name}".rstrip(): value for name, value in told.items()}


def own_form(relation: str) -> str:
    """The weight that every head of a relation of the user's own has: 1, and the form's word alone counts."""
    return f"{OWN} {relation} form"


def probability(told: Iterable[float]) -> float:
    """Log-odds together as a probability that is never quite sure."""
    total = min(max(sum(told), -30.0), 30.0)
    return min(max(1 / (1 + math.exp(-total)), SURE), 1 - SURE)


def _logit(probability: float) -> float:
    p = min(max(probability, SURE), 1 - SURE)
    return math.log(p / (1 - p))


def _within(claim: Claim, ranges: Sequence[Range]) -> bool:
    """Whether a claim's sentence begins in one of the ranges."""
    return any(start <= claim.sentence[0] < end for start, end in ranges)


def _sentence_of(at: int, sentences: Sequence[Range]) -> Range:
    return next((s for s in sentences if s[0] <= at < s[1]), sentences[-1])


@Language.factory(
    "kg_judge",
    requires=["doc._.kg_statements"],
    assigns=["doc._.kg_statements"],
    default_config={"weights": READER},
)
def create(nlp: Language, name: str, weights: str) -> Judge:
    register_extensions()
    with using(terms_of(nlp)):
        return Judge(load_lexicon(), weights)
