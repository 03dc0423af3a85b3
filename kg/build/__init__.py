"""The wiring: sources in, a build folder out; and a build folder back into Records."""

from kg.build.files import GRAPHS, PAGE, QUARANTINE
from kg.build.make import build, write_build
from kg.build.names import DECIDED, FORMAT
from kg.build.once import broken_examples, explain_text, extract_sources, extract_stream
from kg.build.opened import check_build, given_to, read_build, read_decided
from kg.build.report import Progress, Report
from kg.build.sources import given_by
from kg.values.records import MARKER

__all__ = [
    "DECIDED",
    "FORMAT",
    "GRAPHS",
    "MARKER",
    "PAGE",
    "QUARANTINE",
    "Progress",
    "Report",
    "broken_examples",
    "build",
    "check_build",
    "explain_text",
    "extract_sources",
    "extract_stream",
    "given_by",
    "given_to",
    "read_build",
    "read_decided",
    "write_build",
]
