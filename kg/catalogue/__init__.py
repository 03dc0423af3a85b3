"""A build as one SQLite file: its entities, statements and articles by what one looks for, and their texts.

Made from the lines of the build folder once, and kept beside them as long as they are the same; pages of
entities and the search read it, so that neither holds a build in memory.
"""

from kg.catalogue.catalogue import Catalogue, Line
from kg.catalogue.filters import Filters
from kg.catalogue.make import in_memory, opened
from kg.catalogue.search import Found, search

__all__ = ["Catalogue", "Filters", "Found", "Line", "in_memory", "opened", "search"]
