"""A chart: its numbers, as a picture (SVG, PNG), as a table, and as a notebook shows it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.charts import figures
from kg.charts.figures import Figures, Material
from kg.charts.words import LANGUAGES, charts, money, said
from kg.errors import UsageError
from kg.model import Records
from kg.portrait.pieces import bare
from kg.tables.spreadsheet import write_sheet
from kg.values.phrase import phrase, unknown, unknown_entity

#: how many bars, or posts, a chart has where nothing else is said
TOP = 15
FORMS = ("svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Chart:
    """``figures`` are the numbers, ``heading`` and ``notes`` say what they are and what is left out."""

    name: str
    kind: str
    language: str
    heading: str
    notes: tuple[str, ...]
    figures: Figures

    def svg(self) -> bytes:
        """The picture as SVG; its words are text. Needs the extra ``charts`` (UsageError)."""
        return self._drawn("svg")

    def png(self) -> bytes:
        """The picture as PNG. Needs the extra ``charts``, and a font for Chinese (UsageError)."""
        return self._drawn("png")

    def csv(self) -> bytes:
        """The numbers, for a spreadsheet."""
        keys: tuple[str, ...] = ("label", "sum", "share", "count")
        rows: list[list[object]] = [
            [bar.label, _plain(bar.value), _plain(bar.borrowed), bar.count] for bar in self.figures.bars
        ]
        if self.kind == "posts":
            keys = ("label", "what", "since", "until", "reported")
            rows = [
                [row.person, f"{row.body}{row.title}", row.since, row.until, " ".join(row.reported)]
                for row in self.figures.posts
            ]
        return write_sheet([[said(key, self.language) for key in keys], *rows])

    def save(self, path: str | Path) -> Path:
        """Write it in the form that ``path`` ends with: .svg, .png or .csv; UsageError for any other."""
        path = Path(path)
        data = self.form(path.suffix.lstrip("."))
        path.write_bytes(data)
        return path

    def form(self, name: str) -> bytes:
        """It as ``svg``, ``png`` or ``csv``; UsageError for anything else."""
        if name.lower() not in FORMS:
            raise UsageError(unknown("format", name, FORMS))
        made: bytes = getattr(self, name.lower())()
        return made

    def _drawn(self, form: str) -> bytes:
        try:
            from kg.charts.drawing import drawn
        except ImportError:
            raise UsageError("chart: needs Matplotlib; install it with: pip install 'zhkg[charts]'") from None
        file = io.BytesIO()
        drawn(self, form, file)
        return file.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg().decode()

    def __repr__(self) -> str:
        return f"<chart {self.name}: {len(self.figures.bars) or len(self.figures.posts)} rows>"


def chart(
    records: Records,
    name: str,
    *,
    of: str | None = None,
    top: int = TOP,
    currency: str | None = None,
    language: str = "zh",
) -> Chart:
    """The chart ``name`` of ``records``: of what has ``of`` (a name, another name or an IRI) at either end,
    or of all; with at most ``top`` bars or posts. Of money in ``currency``, else in that of most gifts.

    Raises UsageError where there is no such chart, language or entity.
    """
    known = charts()
    if name not in known:
        raise UsageError(unknown("chart", name, list(known)))
    if language not in LANGUAGES:
        raise UsageError(phrase("language {}: the page speaks {}", language, " and ".join(LANGUAGES)))
    asked = known[name]
    material = Material(records, None if of is None else _bearers(records, of))
    place = LANGUAGES.index(language)
    if asked["kind"] == "months":
        found = figures.by_month(material, currency)
    elif asked["kind"] == "donors":
        found = figures.by_donor(material, currency, top)
    elif asked["kind"] == "places":
        found = figures.by_place(material, currency, top)
    elif asked["kind"] == "visits":
        found = figures.visits(material, asked["relations"], asked["subject"], top)
    else:
        found = figures.terms(material, top)
    title = asked["title"][place]
    heading = title if of is None else said("of", language, _called(records, of), title)
    notes = (asked["about"][place], *_notes(found, asked["kind"], language))
    return Chart(name, asked["kind"], language, heading, notes, found)


def _notes(found: Figures, kind: str, language: str) -> list[str]:
    """What the picture leaves out, and what of it is to be checked."""
    notes = []
    shown = len(found.bars) or len(found.posts)
    if kind != "months" and found.all_bars > shown:
        notes.append(said("more", language, shown, found.all_bars))
    if found.gaps:
        notes.append(said("gaps", language))
    number, amount = found.left
    if number and kind == "posts":
        notes.append(said("timeless", language, number))
    elif number:
        key = "unplaced" if kind == "places" else "undated"
        notes.append(said(key, language, number, money(amount, found.currency, language)))
    if found.elsewhere:
        others = [said("other", language, code, count) for code, count in found.elsewhere.items()]
        notes.append(said("currencies", language, said("joint", language).join(others)))
    return notes


def _bearers(records: Records, name: str) -> Iterable[str]:
    kept = {merge.replaced: merge.kept for merge in records.merges}
    wanted = kept.get(name, name)
    found = {
        item.id
        for item in records.entities
        if wanted in (item.id, item.name) or name in item.aliases or name in item.traditional
    }
    if not found:
        raise UsageError(unknown_entity(name, records.entities))
    return found


def _called(records: Records, of: str) -> str:
    return bare(next((item.name for item in records.entities if item.id == of), of))


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value
