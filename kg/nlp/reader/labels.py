"""What the network says of a pair of mentions, and of a statement.

The first labels are relations whose two ends are names (``relations.txt`` beside the weights has them, in
order); the others hold the parts of a statement together.
"""

from __future__ import annotations

from functools import cache

from kg.model import STATUSES as STATUSES
from kg.nlp.reader.settings import folder

#: how many relations come first
NAMED = 10
#: a person and their title; a title and its body
TITLE, TITLE_OF = 10, 11
#: who gives a sum or goods; to whom these go
GIVES, TO = 12, 13
#: of what or whom a number is a count; how many were sent to a place
MEASURE, SENT = 14, 15
#: goods and how many; goods and what they are worth
COUNTED, WORTH = 16, 17
#: a later mention and an earlier one that mean the same
SAME = 18
#: a short name and what its full one begins with: 县政协 of 翁源县; learnt beside the others, not asked for
OWN = 19
LABELS = 20


@cache
def relations() -> dict[str, int]:
    """The label of each relation, by its name in exchanged files."""
    names = (folder() / "relations.txt").read_text(encoding="utf-8").split()
    return {name: number for number, name in enumerate(names)}
