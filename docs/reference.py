"""The reference pages: the command line, the ontology and the questions, as the code has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.cli import cli
from kg.cli.clicks import translated
from kg.export import FORMATS
from kg.query import named_queries
from kg.shapes.glossary import terms
from kg.words.messages import LANGUAGES, set_language

HEADS: Mapping[str, tuple[str, str]] = {
    "cli": ("命令行", "Command line"),
    "ontology": ("本体", "Ontology"),
    "questions": ("现成的问题", "Named questions"),
    "formats": ("导出格式", "Export formats"),
}
COLUMNS: Mapping[str, tuple[str, str]] = {
    "name": ("名称", "Name"),
    "label": ("标签", "Label"),
    "domain": ("定义域", "Domain"),
    "range": ("值域", "Range"),
    "question": ("问题", "Question"),
    "parameters": ("参数（默认值）", "Parameters (defaults)"),
    "for": ("用处", "What for"),
}


def write(folder: Path) -> None:
    """``reference-*.md`` in each language, below ``folder``; unchanged ones are left alone."""
    for place, language in enumerate(LANGUAGES):
        set_language(language)
        pages = {"cli": _cli(), "ontology": _ontology(place), "questions": _questions(place)}
        pages |= {"formats": _formats(place)}
        for name, lines in pages.items():
            text = f"# {HEADS[name][place]}\n\n" + "\n".join(lines) + "\n"
            path = folder / language / f"reference-{name}.md"
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
    set_language(LANGUAGES[-1])


def _cli() -> Iterator[str]:
    with translated():
        for name, command in [
            ("kg", cli),
            *((f"kg {name}", item) for name, item in sorted(cli.commands.items())),
        ]:
            context = command.context_class(command, info_name=name, max_content_width=100)
            yield f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


def _table(place: int, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(COLUMNS[head][place] for head in heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _ontology(place: int) -> Iterator[str]:
    rows = (
        (
            f"`{t.name}`",
            (t.zh, t.en)[place],
            *(" ".join(f"`{n}`" for n in names) for names in (t.domain, t.range)),
        )
        for t in terms()
    )
    return _table(place, ("name", "label", "domain", "range"), rows)


def _questions(place: int) -> Iterator[str]:
    rows = (
        (f"`{q.name}`", (q.zh, q.en)[place], " ".join(f"`{p.name}={p.shown}`" for p in q.parameters))
        for q in named_queries().values()
    )
    return _table(place, ("name", "question", "parameters"), rows)


def _formats(place: int) -> Iterator[str]:
    rows = ((f"`{name}`", (item.zh, item.en)[place]) for name, item in FORMATS.items())
    return _table(place, ("name", "for"), rows)
