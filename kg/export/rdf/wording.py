"""What the words around a gift say of its figure: a sum up to some time, or one more gift."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, Evidence, Statement
from kg.values.units import is_further, is_running

_CLAUSE = re.compile("[，。；！？\n]")
_SENTENCE = re.compile("[。；！？\n]")


def is_sum_so_far(statement: Statement, article: Article) -> bool:
    """Whether its figure is a sum up to some time: 累计捐款10万元; 截至2月15日，共捐款3万元."""
    return any(is_running(before, clause) for before, clause in _clauses(statement, article))


def is_one_more(statement: Statement, article: Article) -> bool:
    """Whether it is given besides what was told before: 又捐款5万元."""
    return any(is_further(clause) for _, clause in _clauses(statement, article))


def _clauses(statement: Statement, article: Article) -> Iterator[tuple[str, str]]:
    """The clauses that what was understood as giving stands in, each after what its sentence says before."""
    for item in statement.evidence:
        if item.trigger is not None:
            text, offset = _text(item, article.raw)
            begin, end = item.trigger.start - offset, item.trigger.end - offset
            first = max((match.end() for match in _CLAUSE.finditer(text, 0, max(begin, 0))), default=0)
            start = max((match.end() for match in _SENTENCE.finditer(text, 0, first)), default=0)
            after = _CLAUSE.search(text, max(end, 0))
            yield text[start:first], text[first : after.start() if after else len(text)]


def _text(item: Evidence, raw: str) -> tuple[str, int]:
    """The quotation in simplified characters where it is as long as the text's, and where that begins."""
    start, end = item.span.start, item.span.end
    return (item.quote if len(item.quote) == end - start else raw[start:end]), start
