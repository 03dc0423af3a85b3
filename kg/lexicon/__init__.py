"""``resources/zh`` as a frozen value: how Chinese says what the ontology knows.

Every table becomes a frozen dataclass; a key that no field takes, a missing key or a value of the
wrong type is a problem, and all problems are raised at once with file and entry.
"""

from kg.lexicon.folder import ENDS, FILES, Lexicon, lexicon_dir, load_lexicon, read_lexicon
from kg.lexicon.names import ListWords, Names, Thing
from kg.lexicon.quantities import DateWords, Numbers
from kg.lexicon.relations import Cue, Example, Form, RelationForms
from kg.lexicon.tables import Columns, Tables
from kg.lexicon.titles import Titles

__all__ = [
    "ENDS",
    "FILES",
    "Columns",
    "Cue",
    "DateWords",
    "Example",
    "Form",
    "Lexicon",
    "ListWords",
    "Names",
    "Numbers",
    "RelationForms",
    "Tables",
    "Thing",
    "Titles",
    "lexicon_dir",
    "load_lexicon",
    "read_lexicon",
]
