"""Which words of an article a statement quotes."""

from __future__ import annotations

from kg.nlp.spans.claim import Claim, Range

#: a quotation has at most so many characters
QUOTE = 300


def quoted(clean: str, claim: Claim) -> Range:
    """The sentence, or of a long one the clauses around what the statement rests on."""
    start, end = trimmed(clean, claim.sentence)
    if end - start <= QUOTE:
        return start, end
    spans = [s for s in (claim.subject_span, claim.object_span, claim.trigger) if s and start <= s[0] < end]
    low, high = min((s[0] for s in spans), default=start), max((s[1] for s in spans), default=start + 1)
    left = max([start, *(i + 1 for i in range(start, low) if clean[i] in "，；、")])
    right = min([end, *(i + 1 for i in range(high, end) if clean[i] in "，；。")])
    if right - left > QUOTE:
        left, right = low, min(right, low + QUOTE)
    return left, right


def trimmed(clean: str, sentence: Range) -> Range:
    """A sentence without the white space around it."""
    start, end = sentence
    while end > start and clean[end - 1].isspace():
        end -= 1
    while start < end and clean[start].isspace():
        start += 1
    return start, end
