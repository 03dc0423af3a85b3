"""Annotated texts as the reader learns them: mentions and labelled pairs of mentions, in cleaned offsets.

Each fact of the gold is tied to the mentions that say it: those in its evidence, else the nearest ones. Other
mentions of the same entities say the same and are neither right nor wrong (-1).
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
from example import MASKED, Example, Node
from sources import annotated

from kg.cleaning import clean, normalise
from kg.model import Article
from kg.nlp import load_nlp
from kg.nlp.reader import labels, views
from kg.nlp.reader.pieces import Cutter
from kg.nlp.reader.reading import lac_states
from kg.nlp.spans.mention import MONEY, QUANTITY, Mention

RELATIONS = labels.relations()
PRONOUNS = frozenset("他她其")
KIND = {"Person": views.PEOPLE, "Organization": views.BODIES, "Place": views.AREAS, "Document": views.TEXTS}


def examples(names: Iterable[str], cutter: Cutter) -> Iterator[Example]:
    """The examples of annotated texts (`sources.annotated`), in order."""
    nlp = load_nlp("fast")
    for name, text, gold in annotated(names):
        yield _example(name, text, gold, nlp, cutter)


def _example(name: str, raw: str, gold: dict, nlp, cutter: Cutter) -> Example:
    data = raw.encode()
    _, text = clean(Article(name, name, raw, sha256(data).hexdigest(), date=gold["date"]))
    doc = nlp.make_doc(text.clean)
    for part in ("kg_sentences", "kg_entities"):
        doc = nlp.get_pipe(part)(doc)
    mentions = Mention.all_of(doc._.kg_mentions)
    plain = doc.text
    pieces = cutter.cut(plain)
    example = Example(
        name=name,
        genre=gold["genre"] or "",
        text=plain,
        pieces=pieces,
        breaks=[s.start_char for s in doc.sents],
        ruled=np.array(views.ruled(len(plain), mentions), np.int16),
        lac=lac_states(plain).astype(np.float16),
        nodes=[],
    )
    _Tie(example, gold, mentions, text, raw).tie()
    return example


def is_deictic(form: str) -> bool:
    """Whether a form of a name stands for it without naming it: 该院, 本会."""
    return form[0] in "该本此这那" and len(form) < 6


class _Tie:
    """Ties the facts of a text to places in it."""

    def __init__(self, example: Example, gold: dict, mentions: list[Mention], text, raw: str) -> None:
        self.example, self.gold, self.text, self.raw = example, gold, text, raw
        self.rules = mentions
        self.nodes = example.nodes
        self.types = {e["id"]: e["type"] for e in gold["entities"]}
        self.clean = example.text

    def tie(self) -> None:
        self._names()
        self._numbers()
        for fact in (*self.gold["facts"], *self.gold["claims"]):
            self._fact(fact)
        self._same()
        self._own()
        self.nodes_in_order()

    # ── mentions ───────────────────────────────────────────────────────────────────────────────

    def _names(self) -> None:
        """Every place of every form of each entity, the longest first; then references."""
        forms = sorted(
            {(form, e["id"]) for e in self.gold["entities"] for form in (e["name"], *e["aliases"]) if form},
            key=lambda x: (-len(x[0]), x),
        )
        taken = np.zeros(len(self.clean) + 1, bool)
        for form, entity in forms:
            if form in PRONOUNS:
                continue
            pattern = r"\s*".join(map(re.escape, re.sub(r"\s", "", form)))
            for match in re.finditer(pattern, self.clean):
                start, end = match.span()
                if not taken[start:end].any():
                    taken[start:end] = True
                    kind = views.DEIXIS if is_deictic(form) else KIND[self.types[entity]]
                    self.nodes.append(Node(start, end, kind, entity))
        for reference in self.gold.get("references", ()):
            span = self._span(reference["context"])
            if span is None:
                continue
            at = self.clean.find(reference["mention"], *span)
            end = at + len(reference["mention"])
            if at >= 0 and not taken[at:end].any():
                taken[at:end] = True
                self.nodes.append(Node(at, end, views.DEIXIS, reference["entity"]))
        self.taken = taken

    def _numbers(self) -> None:
        for mention in self.rules:
            if mention.label in (MONEY, QUANTITY):
                if self.taken[mention.start : mention.end].any():
                    continue
                kind = views.SUMS if mention.label == MONEY else views.COUNTS
                self.nodes.append(Node(mention.start, mention.end, kind))
        self.numbers = {(m.start, m.end): m for m in self.rules if m.value is not None}

    def _node(self, start: int, end: int, kind: int) -> int | None:
        """The node at a place, made where there is none; None where another overlaps it."""
        for i, node in enumerate(self.nodes):
            if node.start < end and start < node.end:
                return i if (node.start, node.end, node.kind) == (start, end, kind) else None
        self.nodes.append(Node(start, end, kind))
        return len(self.nodes) - 1

    # ── facts ──────────────────────────────────────────────────────────────────────────────────

    def _span(self, quoted: str) -> tuple[int, int] | None:
        """Where a string of the raw text stands in the cleaned one."""
        at = self.raw.find(quoted)
        if at < 0 and quoted in self.gold.get("plain", ""):
            at = self.gold["plain"].find(quoted)
        if at < 0:  # the source has it in other characters, or with noise in it
            plain = normalise(quoted)
            at = self.clean.find(plain)
            return (at, at + len(plain)) if at >= 0 else None
        found = self.text.to_clean(at, at + len(quoted))
        return found.start, found.end

    def _fact(self, fact: dict) -> None:
        span = self._span(fact["evidence"])
        if span is None:
            self.example.lost.append(f"evidence {fact['evidence']}")
            return
        subject, object_ = self._ends(fact, span)
        if subject is None:
            self.example.lost.append(f"subject {fact['rel']} {fact['evidence']}")
            return
        status = labels.STATUSES.index(fact.get("status", "asserted"))
        relation = fact["rel"]
        if relation == "holdsPosition":
            self._post(fact, span, subject, object_, status)
        elif relation == "measure":
            number = self._number(fact.get("value"), span, subject)
            self._mark(subject, number, labels.MEASURE, status)
        elif relation == "donates":
            self._gift(fact, span, subject, object_, status)
        else:
            self._mark(subject, object_, RELATIONS[relation], status)
            if relation == "dispatches" and fact.get("quantity") is not None:
                number = self._number(fact["quantity"], span, subject)
                self._mark(object_, number, labels.SENT, None)

    def _ends(self, fact: dict, span: tuple[int, int]) -> tuple[int | None, int | None]:
        """The mentions that say it: in the evidence, else the nearest before it, else after."""
        subjects = [i for i, n in enumerate(self.nodes) if n.entity == fact["subj"]]
        objects = [i for i, n in enumerate(self.nodes) if n.entity and n.entity == fact.get("obj")]
        if not subjects:
            return None, None

        def cost(i: int) -> tuple[int, int]:
            node = self.nodes[i]
            if span[0] <= node.start and node.end <= span[1]:
                return 0, 0
            before = node.start < span[0]
            return (1, span[0] - node.end) if before else (2, node.start - span[1])

        best = min(cost(i)[0] for i in subjects)
        subjects = [i for i in subjects if cost(i)[0] == best]
        if not objects:
            return min(subjects, key=cost), None
        best = min(cost(i)[0] for i in objects)
        objects = [i for i in objects if cost(i)[0] == best]
        pairs = [(i, j) for i in subjects for j in objects]
        at = {i: self.nodes[i].start for pair in pairs for i in pair}
        return min(pairs, key=lambda p: (cost(p[0])[1] + cost(p[1])[1], abs(at[p[0]] - at[p[1]])))

    def _post(self, fact: dict, span: tuple[int, int], person: int, body: int | None, status: int) -> None:
        self._mark(person, body, RELATIONS["holdsPosition"], status)
        title = self._near(fact["title"], span, self.nodes[person].start)
        if title is None:
            self.example.lost.append(f"title {fact['title']} {fact['evidence']}")
            return
        node = self._node(*self._beside(title), views.TITLES)
        if node is None:
            self.example.lost.append(f"title overlaps {fact['title']} {fact['evidence']}")
            return
        self._mark(person, node, labels.TITLE, status)
        self._mark(node, body, labels.TITLE_OF, None)

    def _beside(self, title: tuple[int, int]) -> tuple[int, int]:
        """A title without the assembly that stands in it, which is a body: 区人大 | 代表."""
        ends = (n.end for n in self.nodes if n.entity and n.start < title[1] and n.end > title[0])
        end = max((e for e in ends if e < title[1]), default=title[0])
        return end, title[1]

    def _gift(self, fact: dict, span: tuple[int, int], donor: int, to: int | None, status: int) -> None:
        given: list[int] = []
        if fact.get("amount") is not None:
            number = self._number(fact["amount"], span, donor, money=True)
            given += [] if number is None else [number]
        else:
            number = self._number(fact.get("quantity"), span, donor, money=False)
            item = self._near(fact["item"], span, span[0]) if fact.get("item") else None
            goods = self._node(*item, views.GOODS) if item else None
            worth = self._number(fact.get("worth"), span, donor, money=True)
            if number is not None and goods is not None:
                self._mark(goods, number, labels.COUNTED, None)
            if goods is not None and worth is not None:
                self._mark(goods, worth, labels.WORTH, None)
            given += [x for x in (goods, number if goods is None else None) if x is not None]
        for node in given:
            self._mark(donor, node, labels.GIVES, status)
            self._mark(node, to, labels.TO, None)
        if not given and to is None:
            self.example.lost.append(f"gift {fact['evidence']}")
        self._mark(donor, to, RELATIONS["donates"], status)

    def _number(self, value, span: tuple[int, int], near: int, *, money: bool | None = None) -> int | None:
        """The number of that value: in the evidence, else the nearest within a sentence or two."""
        if value is None:
            return None
        found = [
            i for i, n in enumerate(self.nodes)
            if n.kind in (views.SUMS, views.COUNTS) and (money is None or (n.kind == views.SUMS) == money)
            and abs((self.numbers[n.start, n.end].value or 0) - value) < 1e-6 * max(1, abs(value))
            and span[0] - 80 <= n.start <= span[1] + 40
        ]  # fmt: skip
        if not found:
            self.example.lost.append(f"number {value} {self.clean[span[0] : span[1]]}")
            return None
        inside = [i for i in found if span[0] <= self.nodes[i].start < span[1]]
        return min(inside or found, key=lambda i: abs(self.nodes[i].start - self.nodes[near].start))

    def _near(self, words: str, span: tuple[int, int], at: int) -> tuple[int, int] | None:
        """Where words stand: in the evidence, else close to it; nearest to ``at``."""
        pattern = r"\s*".join(map(re.escape, re.sub(r"\s", "", words)))
        for low, high in (span, (span[0] - 60, span[1] + 60)):
            found = [m.span() for m in re.finditer(pattern, self.clean[max(low, 0) : high])]
            if found:
                base = max(low, 0)
                spans = [(a + base, b + base) for a, b in found]
                free = [s for s in spans if not self.taken[s[0] : s[1]].any()]
                return min(free or spans, key=lambda s: abs(s[0] - at))
        return None

    def _mark(self, subject: int | None, object_: int | None, label: int, status: int | None) -> None:
        if subject is None or object_ is None or subject == object_:
            return
        pairs = self.example.pairs
        for i in self._alike(subject):
            for j in self._alike(object_):
                if i != j:
                    pairs.setdefault((i, j, label), MASKED)
        pairs[subject, object_, label] = 1
        if status is not None:
            self.example.status[subject, object_] = status

    def _alike(self, i: int) -> list[int]:
        """The nodes that say the same as one: of its entity; of its text, for a number or a title."""
        node = self.nodes[i]
        if node.entity:
            return [j for j, n in enumerate(self.nodes) if n.entity == node.entity]
        text = self.clean[node.start : node.end]
        return [
            j for j, n in enumerate(self.nodes)
            if not n.entity and n.kind == node.kind and self.clean[n.start : n.end] == text
        ]  # fmt: skip

    def _same(self) -> None:
        """Which mentions mean the same entity in other words: each with all before it."""
        by_entity: dict[str, list[int]] = {}
        for i, node in enumerate(self.nodes):
            if node.entity:
                by_entity.setdefault(node.entity, []).append(i)
        for members in by_entity.values():
            members.sort(key=lambda i: self.nodes[i].start)
            for i in members:
                for j in members:
                    if self.nodes[j].start < self.nodes[i].start:
                        a, b = self.nodes[i], self.nodes[j]
                        if (
                            a.kind == views.DEIXIS
                            or self.clean[a.start : a.end] != self.clean[b.start : b.end]
                        ):
                            self.example.pairs[i, j, labels.SAME] = 1

    def _own(self) -> None:
        """Which area or body completes a short name: the nearest mention of it, before rather than after."""
        forms = [
            (form, e["id"])
            for e in self.gold["entities"]
            if e["type"] in ("Place", "Organization")
            for form in (e["name"], *e["aliases"])
            if len(form) > 1
        ]
        names = {e["id"]: e["name"] for e in self.gold["entities"]}
        for i, node in enumerate(self.nodes):
            written = self.clean[node.start : node.end]
            if node.kind not in (views.BODIES, views.AREAS) or not node.entity:
                continue
            full = names[node.entity]
            begins = [
                (len(form), entity)
                for form, entity in forms
                if entity != node.entity and full.startswith(form) and not written.startswith(form[:2])
            ]
            owner = max(begins, default=(0, ""))[1]
            places = [j for j, other in enumerate(self.nodes) if owner and other.entity == owner]
            if places and written != full:
                for j in places:
                    self.example.pairs[i, j, labels.OWN] = MASKED
                before = [j for j in places if self.nodes[j].start < node.start]
                best = min(before or places, key=lambda j: abs(self.nodes[j].start - node.start))
                self.example.pairs[i, best, labels.OWN] = 1

    def nodes_in_order(self) -> None:
        order = sorted(range(len(self.nodes)), key=lambda i: self.nodes[i].start)
        place = {old: new for new, old in enumerate(order)}
        self.example.nodes[:] = [self.nodes[i] for i in order]
        self.example.pairs = {(place[i], place[j], k): v for (i, j, k), v in self.example.pairs.items()}
        self.example.status = {(place[i], place[j]): v for (i, j), v in self.example.status.items()}


def main(target: str, vocabulary: str, *names: str) -> None:
    cutter = Cutter.load(Path(vocabulary))
    made = list(examples(names, cutter))
    Path(target).write_bytes(pickle.dumps(made))
    lost = [(e.name, line) for e in made for line in e.lost]
    facts = sum(v == 1 for e in made for v in e.pairs.values())
    print(
        f"{len(made)} texts, {sum(len(e.text) for e in made)} characters, "
        f"{sum(len(e.pieces.ids) for e in made)} pieces, "
        f"{facts} pairs, {len(lost)} lost"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
