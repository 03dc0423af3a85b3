"""Which gifts a plain sum may take, so that none is in it twice; nothing is lost, only marked.

A joint gift counts once, for all its donors, at its largest figure: what is told within it (其中) is in that.
A total counts only where its parts are not given. A gift that another article tells again counts where it
was told first. A running total (累计) counts instead of the single gifts of its donors where it is at least
as much, and not at all where it is less; what is told after it as one more (又捐) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.export.rdf.wording import is_one_more, is_sum_so_far
from kg.model import ASSERTED, Article, Statement
from kg.values.dates import days

HOME = "CNY"  # where the text says no other
_NEAR = 31  # days between the dates of articles that may tell of one gift


@dataclass(frozen=True, slots=True)
class Gift:
    """What counting needs of a statement. ``when`` is its own date, ``told`` that of its article.

    ``report`` is the doc that all reprints of its article share, empty where it is not known. ``further``
    says that it is given besides what was told before it; ``sure`` is its confidence.
    """

    id: str
    doc: str
    start: int
    donor: str
    name: str
    recipient: str | None
    item: str | None
    quantity: float | None
    amount: float | None
    worth: float | None
    currency: str
    joint: str | None
    part_of: str | None
    when: str | None
    told: str | None
    running: bool
    report: str = ""
    further: bool = False
    sure: float = 1.0

    @property
    def figure(self) -> float:
        return self.amount if self.amount is not None else self.worth or 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How a statement counts: its ``amount`` and ``worth`` under the names of ``donors`` (IRIs: ``givers``);
    or, where these are None, ``elsewhere``: the statements that count it. ``retells`` the one that tells the
    same gift."""

    amount: float | None = None
    worth: float | None = None
    donors: str = ""
    givers: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    retells: str | None = None
    running: bool = False


@dataclass(slots=True)
class _Unit:
    """One gift, however many statements say it."""

    gifts: list[Gift]
    elsewhere: tuple[str, ...] = ()
    retells: str | None = None
    donors: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.gifts.sort(key=lambda gift: (-gift.figure, gift.start, -gift.sure, gift.id))
        self.donors = frozenset(gift.donor for gift in self.whole)

    @property
    def first(self) -> Gift:
        return self.gifts[0]

    @property
    def whole(self) -> Iterator[Gift]:
        """Those that say the whole figure, and not what is told within it."""
        return (gift for gift in self.gifts if gift.figure == self.first.figure)

    @property
    def amount(self) -> float | None:
        return self.first.amount

    @property
    def worth(self) -> float | None:
        return self.first.worth

    @property
    def figure(self) -> float:
        return self.first.figure

    @property
    def recipients(self) -> frozenset[str]:
        return frozenset(gift.recipient for gift in self.gifts if gift.recipient)


def gift_of(statement: Statement, article: Article) -> Gift | None:
    """What counting needs of an asserted statement with a sum of money or a worth; None for any other."""
    said = statement.qualifiers
    if statement.status != ASSERTED or (said.amount is None and said.worth is None):
        return None
    return Gift(
        id=statement.id,
        doc=statement.doc,
        start=min((item.span.start for item in statement.evidence), default=0),
        donor=statement.subject.id,
        name=statement.subject.name,
        recipient=statement.object.id if statement.object else None,
        item=said.item,
        quantity=said.quantity,
        amount=said.amount,
        worth=said.worth,
        currency=said.currency or HOME,
        joint=said.joint,
        part_of=said.part_of,
        when=said.date,
        told=article.date,
        running=is_sum_so_far(statement, article),
        report=article.reprint_of or article.doc,
        further=is_one_more(statement, article),
        sure=statement.confidence,
    )


def count(gifts: Iterable[Gift]) -> dict[str, Counted]:
    """How each statement counts, by id. The order of ``gifts`` does not matter."""
    units = _units(gifts)
    _leave_out_totals(units)
    kept = _leave_out_retold([unit for unit in units if not unit.elsewhere])
    _leave_out_running(kept)
    return {gift.id: _counted(gift, unit) for unit in units for gift in unit.gifts}


def _units(gifts: Iterable[Gift]) -> list[_Unit]:
    together: dict[object, list[Gift]] = {}
    for gift in sorted(gifts, key=lambda item: item.id):
        key = (gift.doc, gift.joint, gift.currency) if gift.joint else gift.id
        together.setdefault(key, []).append(gift)
    return [_Unit(found) for found in together.values()]


def _leave_out_totals(units: Sequence[_Unit]) -> None:
    """What other statements are part of is counted by them."""
    unit_of = {gift.id: unit for unit in units for gift in unit.gifts}
    parts: dict[int, tuple[_Unit, set[str]]] = {}
    for unit in units:
        for gift in unit.gifts:
            total = unit_of.get(gift.part_of or "")
            if total is not None and total is not unit:
                parts.setdefault(id(total), (total, set()))[1].add(unit.first.id)
    for total, found in parts.values():
        total.elsewhere = tuple(sorted(found))


def _leave_out_retold(units: Sequence[_Unit]) -> list[_Unit]:
    """The gifts that no earlier article tells; what an article says twice is two gifts."""
    kept: list[_Unit] = []
    alike: dict[object, list[_Unit]] = {}
    for unit in sorted(units, key=_told):
        key = (unit.donors, unit.amount, unit.worth, unit.first.currency)
        first = next((one for one in alike.get(key, ()) if _is_told_again(unit, one)), None)
        if first is None:
            kept.append(unit)
            alike.setdefault(key, []).append(unit)
        else:
            unit.elsewhere, unit.retells = (first.first.id,), first.first.id
    return kept


def _told(unit: _Unit) -> tuple[str, str, int, str]:
    first = unit.first
    return _day(first), first.doc, first.start, first.id


def _is_told_again(unit: _Unit, first: _Unit) -> bool:
    """Whether another article may mean the same gift: nothing that both say differs."""
    one, other = first.first, unit.first
    if one.doc == other.doc:
        return False
    pairs: tuple[tuple[object, object], ...]
    pairs = (one.item, other.item), (one.quantity, other.quantity), (one.running, other.running)
    if any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs):
        return False
    if unit.recipients and first.recipients and unit.recipients != first.recipients:
        return False
    return _may_be_one_day(one, other)


def _may_be_one_day(one: Gift, other: Gift) -> bool:
    mine, theirs = (days(gift.when) if gift.when else None for gift in (one, other))
    if mine and theirs:
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    if one.report and one.report == other.report:
        return True  # one report, however much later it is printed again
    dates = [_day(one), _day(other)]
    if not all(dates):
        return True  # one of them does not say
    first, second = (date.fromisoformat(day) for day in dates)
    return abs((first - second).days) <= _NEAR


def _leave_out_running(units: Sequence[_Unit]) -> None:
    """Of each donor's figures in a currency, the sum up to some time or the single gifts, never both."""
    groups: dict[object, list[_Unit]] = {}
    for unit in units:
        kind = unit.amount is not None
        groups.setdefault((unit.donors, unit.first.currency, kind), []).append(unit)
    for found in groups.values():
        totals = [unit for unit in found if unit.first.running]
        for total in sorted(totals, key=lambda unit: (-unit.figure, unit.first.id)):
            if total.elsewhere:
                continue
            others = [one for one in found if one is not total and not one.elsewhere and _covers(total, one)]
            single = [one for one in others if not one.first.running]
            smaller = [one for one in others if one.first.running]
            if single and sum(one.figure for one in single) > total.figure:
                total.elsewhere = tuple(sorted(one.first.id for one in single))
                smaller = []
            for one in smaller if total.elsewhere else others:
                one.elsewhere = (total.first.id,)


def _covers(total: _Unit, one: _Unit) -> bool:
    """Whether a sum up to some time may hold a gift: to the same recipients, and not given later."""
    if total.recipients and one.recipients and total.recipients.isdisjoint(one.recipients):
        return False
    mine, theirs = total.first, one.first
    if theirs.further and mine.doc == theirs.doc and mine.start < theirs.start:
        return False
    until, given = _day(mine), _day(theirs)
    return not until or not given or given <= until


def _day(gift: Gift) -> str:
    """The first day of the gift's own date, else of its article's; empty where neither is known."""
    for text in (gift.when, gift.told):
        if text and (found := days(text)):
            return found[0]
    return ""


def _counted(gift: Gift, unit: _Unit) -> Counted:
    first = unit.first
    running = first.running
    if unit.elsewhere:
        return Counted(elsewhere=unit.elsewhere, retells=unit.retells, running=running)
    if gift is not first:
        return Counted(elsewhere=(first.id,), running=running)
    donors = "、".join(sorted({item.name for item in unit.whole}))
    return Counted(unit.amount, unit.worth, donors, tuple(sorted(unit.donors)), running=running)
