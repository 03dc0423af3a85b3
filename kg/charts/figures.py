"""What a chart shows, as numbers: bars with the share that rests on a borrowed end, or spans of time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import UsageError
from kg.export.posts import codes_of, posts
from kg.export.rdf.counting import HOME, count, gift_of
from kg.model import ASSERTED, Records, Statement
from kg.portrait.pieces import bare, borrowed
from kg.values.areas import load_areas
from kg.values.dates import days
from kg.values.phrase import phrase

SPAN = 60  # months that an axis shows without leaving any out


@dataclass(slots=True)
class Bar:
    """``borrowed`` of ``value`` rests on statements whose sentences do not name both ends."""

    label: str
    value: float = 0.0
    borrowed: float = 0.0
    count: int = 0

    def add(self, value: float, is_borrowed: bool) -> None:
        """One more statement."""
        self.value += value
        self.borrowed += value if is_borrowed else 0.0
        self.count += 1


@dataclass(frozen=True, slots=True)
class Post:
    """A post of somebody: dates as the text gives them, and the days of the articles that report it."""

    person: str
    body: str
    title: str
    since: str
    until: str
    reported: tuple[str, ...]
    borrowed: bool


@dataclass(slots=True)
class Figures:
    """The numbers of a chart: ``all_bars`` is how many there are of which ``bars`` are the first.

    Of gifts: ``currency`` is that of the bars, ``left`` counts gifts and their sum that have no place on the
    axis, ``elsewhere`` those in other currencies, ``gaps`` says that months without any are left out. Of
    posts: ``left`` counts those without any date.
    """

    bars: list[Bar] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    all_bars: int = 0
    currency: str = ""
    left: tuple[int, float] = (0, 0.0)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    gaps: bool = False


class Material:
    """Records to draw from: what is asserted of ``of`` (the IRIs of entities), or all of it."""

    def __init__(self, records: Records, of: Iterable[str] | None = None) -> None:
        self.records = records
        self.articles = {article.doc: article for article in records.articles}
        wanted = None if of is None else frozenset(of)
        self.of = wanted
        self.statements = [
            item
            for item in records.statements
            if item.status == ASSERTED and (wanted is None or wanted & _ends(item))
        ]

    def rests_on_context(self, statement: Statement) -> bool:
        """Whether no sentence of a statement names both ends."""
        article = self.articles.get(statement.doc)
        evidence = statement.evidence if article else ()
        return bool(evidence) and article is not None and all(borrowed(article, item) for item in evidence)

    def day(self, statement: Statement) -> str:
        """Its own date, else that of its article; as precise as they are."""
        values, article = statement.qualifiers, self.articles.get(statement.doc)
        dates = (values.date, values.valid_from, article.date if article else None)
        return next((text for text in dates if text and days(text)), "")


def gifts(
    material: Material,
    key_of: Callable[[Statement, str], tuple[str, str] | None],
    currency: str | None,
    top: int | None,
) -> Figures:
    """Sums of what counts, by what ``key_of`` makes of a statement and the names of its donors: a key with
    its label; None where a gift has no place. Without ``currency``: that of most gifts."""
    counted = count(
        gift
        for item in material.records.statements  # all of them: what counts does not hang on whom one looks at
        if item.doc in material.articles and (gift := gift_of(item, material.articles[item.doc]))
    )
    worth = [item for item in material.statements if item.id in counted]
    told = [(item, counted[item.id]) for item in worth if counted[item.id].amount is not None]
    per = Counter(item.qualifiers.currency or HOME for item, _ in told)
    if currency and currency not in per:
        known = ", ".join(sorted(per)) or "-"
        raise UsageError(phrase("--currency {}: no gift is in it; there are {}", currency, known))
    chosen = currency or max(per, key=lambda code: (per[code], code == HOME, code), default=HOME)
    bars: dict[str, Bar] = {}
    left: list[float] = []
    for item, found in told:
        if (item.qualifiers.currency or HOME) != chosen or found.amount is None:
            continue
        place = key_of(item, found.donors)
        if place is None:
            left.append(found.amount)
        else:
            key, label = place
            bars.setdefault(key, Bar(label)).add(found.amount, material.rests_on_context(item))
    order = sorted(bars, key=lambda key: (-bars[key].value, key)) if top else sorted(bars)
    return Figures(
        [bars[key] for key in (order[:top] if top else order)],
        all_bars=len(bars),
        currency=chosen,
        left=(len(left), sum(left)),
        elsewhere={code: number for code, number in sorted(per.items()) if code != chosen},
    )


def by_month(material: Material, currency: str | None) -> Figures:
    """Sums by month, in order, the empty ones between them too where they are not many."""

    def month(item: Statement, _: str) -> tuple[str, str] | None:
        day = material.day(item)
        return (day[:7], day[:7]) if len(day) >= 7 else None

    found = gifts(material, month, currency, None)
    if found.bars:
        known = {bar.label: bar for bar in found.bars}
        months = _months(found.bars[0].label, found.bars[-1].label)
        found.gaps = len(months) > max(SPAN, len(found.bars))
        if not found.gaps:
            found.bars = [known.get(label) or Bar(label) for label in months]
    return found


def by_donor(material: Material, currency: str | None, top: int) -> Figures:
    """Sums by donor; those of joint gifts stand together under all their names."""
    return gifts(material, lambda item, donors: (f"{donors}\n{item.subject.id}", bare(donors)), currency, top)


def by_place(material: Material, currency: str | None, top: int) -> Figures:
    """Sums by the county of the recipient, or by its city where no county is known."""
    areas, codes = load_areas(), codes_of(material.records)

    def county(item: Statement, _: str) -> tuple[str, str] | None:
        code = codes.get(item.object.id, "")[:6] if item.object else ""
        return (code, _area(code)) if code in areas else None

    return gifts(material, county, currency, top)


def _area(code: str) -> str:
    """A county after its city, since many have the name of another."""
    areas = load_areas()
    city = areas.get(code[:4] + "00", "")
    return city + areas[code] if city != areas[code] else areas[code]


def visits(material: Material, relations: Sequence[str], subject: str, top: int) -> Figures:
    """How often each subject went where: one place on one day is one visit."""
    told: dict[str, dict[tuple[str, str], list[Statement]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for item in material.statements:
        if item.predicate in relations and item.subject.type == subject and item.object is not None:
            names[item.subject.id] = bare(item.subject.name)
            told[item.subject.id][item.object.id, material.day(item) or item.doc].append(item)
    bars = {}
    for key, places in told.items():
        bars[key] = Bar(names[key])
        for items in places.values():
            bars[key].add(1.0, all(map(material.rests_on_context, items)))
    order = sorted(bars, key=lambda key: (-bars[key].value, names[key], key))
    return Figures([bars[key] for key in order[:top]], all_bars=len(bars))


def terms(material: Material, top: int) -> Figures:
    """Posts with their times: those of people with most posts that have a date, in the order of time."""
    found: dict[tuple[str, str, str], list[tuple[str, str, str, Statement]]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in posts(material.records, status="all"):
        ends = {item.person.id, item.body.id}
        if material.of is None or material.of & ends:
            names |= {item.person.id: bare(item.person.name), item.body.id: bare(item.body.name)}
            reported = item.article.date if item.article and item.statement.status == ASSERTED else None
            told = (item.start or "", item.end or "", reported or "", item.statement)
            found[item.person.id, item.body.id, bare(item.title)].append(told)
    rows = {key: _post(names, key, told, material) for key, told in found.items()}
    dated = {key: row for key, row in rows.items() if row.since or row.until or row.reported}
    weight = Counter(person for person, _, _ in dated)
    order = sorted(dated, key=lambda key: (-weight[key[0]], -len(found[key]), key))[:top]
    shown = sorted(
        (dated[key] for key in order), key=lambda row: (_first(row), row.person, row.body, row.title)
    )
    return Figures(posts=shown, all_bars=len(dated), left=(len(rows) - len(dated), 0.0))


def _post(
    names: Mapping[str, str],
    key: tuple[str, str, str],
    told: Sequence[tuple[str, str, str, Statement]],
    material: Material,
) -> Post:
    person, body, title = key
    return Post(
        names[person],
        names[body],
        title,
        since=min((since for since, _, _, _ in told if since), default=""),
        until=max((until for _, until, _, _ in told if until), default=""),
        reported=tuple(sorted({day for _, _, day, _ in told if day and days(day)})),
        borrowed=all(material.rests_on_context(item) for *_, item in told),
    )


def _first(row: Post) -> str:
    return min(filter(None, (row.since, row.until, *row.reported)))


def _months(first: str, last: str) -> list[str]:
    """All months from one to another."""
    start, stop = ((int(text[:4]) * 12 + int(text[5:7]) - 1) for text in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, stop + 1)]


def _ends(statement: Statement) -> frozenset[str]:
    return frozenset(ref.id for ref in (statement.subject, statement.object) if ref is not None)
