"""A chart drawn with Matplotlib, without a display and without a clock: the same numbers, the same bytes."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from kg.charts.figures import Bar, Post
from kg.charts.words import currency, said, scale
from kg.errors import UsageError
from kg.values.dates import days

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.charts.chart import Chart

#: fonts that have Chinese, in simplified forms; the first that is installed is used
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Arial Unicode MS",
)
INK, QUIET, LINE = "#1d2433", "#5a6478", "#d9dee8"
BAR, DOT = "#3075dd", "#d8691b"
LONG = 22  # characters of a label
_HATCH = "////"
_TICKS = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]


def drawn(chart: Chart, form: str, file: BinaryIO) -> None:
    """Draw it into ``file`` as ``svg`` or ``png``; UsageError where no font for a PNG's Chinese is there."""
    installed = {font.name for font in fontManager.ttflist}
    fonts = [name for name in FONTS if name in installed]
    if form == "png" and not fonts:
        raise UsageError("chart: no font for Chinese is installed; install Noto Sans CJK, or write an .svg")
    style: dict[Any, Any] = {
        "font.family": [*(fonts or FONTS), "DejaVu Sans", "sans-serif"],
        "svg.fonttype": "none",  # words stay words: they can be searched, and any viewer has its fonts
        "svg.hashsalt": "kg",
        "text.parse_math": False,  # a $ in a name is no formula
        "axes.unicode_minus": False,
        "hatch.linewidth": 0.8,
        "hatch.color": "white",
    }
    with rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # a rare character becomes a box
        warnings.filterwarnings("ignore", message="findfont")
        figure = _figure(chart)
        metadata = {"Date": None, "Creator": "zhkg"} if form == "svg" else {"Software": None}
        figure.savefig(file, format=form, dpi=150, metadata=metadata)


def _figure(chart: Chart) -> Figure:
    rows = len(chart.figures.bars) if chart.kind != "months" else 8
    rows = len(chart.figures.posts) if chart.kind == "posts" else rows
    notes = [line for note in chart.notes for line in _wrapped(note)]
    foot = 0.22 * len(notes) + 0.75
    high = 1.05 + max(rows, 3) * 0.36 + foot
    figure = Figure(figsize=(9, high), facecolor="white")
    FigureCanvasAgg(figure)
    left, wide = (0.10, 0.86) if chart.kind == "months" else (0.30, 0.62)
    axes = figure.add_axes((left, foot / high, wide, 1 - (foot + 0.95) / high))
    figure.text(0.02, 1 - 0.32 / high, chart.heading, fontsize=15, color=INK, weight="bold", va="center")
    for number, line in enumerate(reversed(notes)):
        figure.text(0.02, (0.12 + 0.22 * number) / high, line, fontsize=8.5, color=QUIET)
    _dress(axes)
    if not chart.figures.bars and not chart.figures.posts:
        axes.set_axis_off()
        axes.text(0.5, 0.5, said("nothing", chart.language), ha="center", color=QUIET, fontsize=12)
    elif chart.kind == "posts":
        _posts(axes, chart.figures.posts, chart.language)
    else:
        _bars(axes, chart)
    return figure


def _bars(axes: Axes, chart: Chart) -> None:
    bars = chart.figures.bars
    size, name = (
        (1.0, "") if chart.kind == "visits" else scale(max(bar.value for bar in bars), chart.language)
    )
    unit = said("visits", chart.language)
    if chart.kind != "visits":
        code = currency(chart.figures.currency, chart.language)
        unit = f"{name}{code}" if chart.language == "zh" else f"{code}{name}"
    named = [(bar.value - bar.borrowed) / size for bar in bars]
    context = [bar.borrowed / size for bar in bars]
    if chart.kind == "months":
        _upright(axes, bars, named, context)
        axes.set_ylabel(unit, color=QUIET)
    else:
        _lying(axes, bars, named, context, [_number(bar.value / size) for bar in bars])
        axes.set_xlabel(unit, color=QUIET)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=chart.kind == "visits"))
    axis = axes.yaxis if chart.kind == "months" else axes.xaxis
    axis.grid(True, color=LINE)
    axis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    _legend(
        axes,
        bars,
        Patch(facecolor=BAR, label=said("named", chart.language)),
        Patch(facecolor=BAR, alpha=0.6, hatch=_HATCH, label=said("borrowed", chart.language)),
    )


def _upright(axes: Axes, bars: list[Bar], named: list[float], context: list[float]) -> None:
    """A bar a month, what rests on a borrowed name on top."""
    places = list(range(len(bars)))
    axes.bar(places, named, color=BAR, width=0.8)
    axes.bar(places, context, bottom=named, color=BAR, alpha=0.6, hatch=_HATCH, width=0.8)
    step = max(1, len(bars) // 14)
    axes.set_xticks(places[::step], [bar.label for bar in bars][::step], rotation=45, ha="right")
    axes.yaxis.set_major_locator(MaxNLocator(5))


def _lying(axes: Axes, bars: list[Bar], named: list[float], context: list[float], figures: list[str]) -> None:
    """A bar a name, the longest on top, with its figure at its end."""
    places = list(range(len(bars)))
    axes.barh(places, named, color=BAR, height=0.7)
    axes.barh(places, context, left=named, color=BAR, alpha=0.6, hatch=_HATCH, height=0.7)
    axes.set_yticks(places, [_short(bar.label) for bar in bars])
    axes.invert_yaxis()
    for place, (figure, one, other) in enumerate(zip(figures, named, context, strict=True)):
        end, away = (one + other, place), (4, 0)
        axes.annotate(
            figure, end, xytext=away, textcoords="offset points", va="center", fontsize=9, color=INK
        )
    axes.margins(x=0.12)


def _posts(axes: Axes, posts: list[Post], language: str) -> None:
    """A bar from since to until where both are told, arrows where one is; a dot for each report."""
    known = [day for row in posts for text in (row.since, row.until, *row.reported) for day in _days(text)]
    first, last = min(known), max(known)
    room = max((last - first) // 20, timedelta(days=20))
    for place, row in enumerate(posts):
        _held(axes, place, row, (first - room, last + room))
        for text in row.reported:
            day = _days(text)[0]
            face = "white" if row.borrowed else DOT
            axes.plot(date2num(day), place, marker="o", color=DOT, markerfacecolor=face, markersize=6)
    axes.set_yticks(range(len(posts)), [_short(f"{row.person} {row.body}{row.title}") for row in posts])
    axes.invert_yaxis()
    axes.set_xlim(date2num(first - 1.5 * room), date2num(last + 1.5 * room))
    locator = AutoDateLocator(maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(
            locator, formats=["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"], show_offset=False
        )
    )
    axes.xaxis.grid(True, color=LINE)
    _legend(
        axes,
        posts,
        _dot(said("named", language), DOT),
        _dot(said("borrowed", language), "white"),
    )


def _held(axes: Axes, place: int, row: Post, around: tuple[date, date]) -> None:
    """The bar of one post; an arrow on the side where no day is told."""
    since, until = (_days(row.since) or None), (_days(row.until) or None)
    if not since and not until:
        return
    start = date2num(since[0] if since else around[0])
    stop = date2num(until[1] if until else around[1])
    alpha, hatch = (0.6, _HATCH) if row.borrowed else (1, "")
    axes.barh(place, stop - start, left=start, height=0.5, color=BAR, alpha=alpha, hatch=hatch)
    for day, mark, told in ((start, "<", since), (stop, ">", until)):
        if not told:
            axes.plot(day, place, marker=mark, color=BAR, markersize=8, clip_on=False)


def _dot(label: str, face: str) -> Line2D:
    return Line2D([], [], label=label, marker="o", color=DOT, markerfacecolor=face, linestyle="none")


def _legend(axes: Axes, rows: list[Bar] | list[Post], plain: Artist, marked: Artist) -> None:
    """What the marking means, where there is any."""
    if any(row.borrowed for row in rows):
        axes.legend(
            handles=[plain, marked],
            loc="lower right",
            bbox_to_anchor=(1, 1),
            ncols=2,
            frameon=False,
            fontsize=8.5,
        )


def _dress(axes: Axes) -> None:
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(LINE)
    axes.tick_params(colors=INK, length=0, labelsize=9.5)


def _days(text: str) -> list[date]:
    """The first and the last day of a date; nothing where it is none."""
    return [date.fromisoformat(day) for day in days(text) or ()]


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _short(label: str) -> str:
    return label if len(label) <= LONG else label[: LONG - 1] + "…"


def _wrapped(text: str) -> list[str]:
    """A note in lines that the picture is wide enough for; Chinese characters take twice the room."""
    lines, width = [""], 0.0
    for char in text:
        width += 2 if ord(char) > 0x2E80 else 1
        if width > 125:
            lines.append("")
            width = 0
        lines[-1] += char
    return lines
