"""Article to Text: lines cleaned one by one, the page's furniture left out."""

from __future__ import annotations

from dataclasses import replace

from kg.cleaning.inline import neat
from kg.cleaning.lines import Line, article_lines
from kg.cleaning.metadata import filled
from kg.cleaning.strand import Strand, lines_of
from kg.model import Article, Text


def clean(article: Article) -> tuple[Article, Text]:
    """The cleaned text of an article, and the article with the metadata that its text shows.

    Clean text is in simplified characters, a line for each line of the source that belongs to the
    article, none empty, joined by one ``\\n``. Metadata that reading found stays, put into
    simplified characters.
    """
    lines = [Line(neat(Strand.of(article.raw[a:b], a)), a, b, c) for a, b, c in lines_of(article.raw)]
    kept = list(article_lines(lines))
    article = replace(
        article,
        title=_neat(article.title),
        publisher=_neat(article.publisher),
        author=_neat(article.author),
    )
    return filled(article, [line.text for line in lines if line.text], [line.text for line in kept]), _joined(
        kept
    )


def normalise(fragment: str) -> str:
    """The cleaned form of a stretch of raw text, as it is within its article.

    For the raw span of whole sentences of a `Text` this equals their cleaned text, but where a byte was
    lost at the edge of a sentence: what it was is told by what stands on both sides.
    """
    parts = (neat(Strand.of(fragment[a:b])).text for a, b, _ in lines_of(fragment))
    return "\n".join(part for part in parts if part)


def _neat(value: str | None) -> str | None:
    return normalise(value).replace("\n", " ") or None if value else None


def _joined(lines: list[Line]) -> Text:
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for number, line in enumerate(lines):
        if number:
            before = lines[number - 1]
            texts.append("\n")
            starts.append(before.end)
            ends.append(before.next)
        texts.append(line.text)
        starts += line.strand.starts
        ends += line.strand.ends
    return Text("".join(texts), tuple(starts), tuple(ends))
