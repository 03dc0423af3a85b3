"""A build in an Oxigraph store; the union of the named graphs is the default graph."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.export.rdf.lines import write_quads
from kg.export.rdf.turtle import prefixes
from kg.model import ASSERTED, Records
from kg.query.named import named_queries
from kg.query.result import Result
from kg.values.phrase import Phrase, phrase

# strings, IRIs, comments, variables, language tags and local names: where a keyword is none
_TOKENS = re.compile(
    r"'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\""
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|:[\w%-]*",
    re.DOTALL,
)
_PROLOGUE = frozenset({"PREFIX", "BASE"})
_READS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_WORD = re.compile(r"[^\s{(]+")
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
#: so many signs that a parser would take are told
_FEW = 6
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Store:
    """A build in memory, to be asked many times."""

    def __init__(self, records: Records, status: str = ASSERTED) -> None:
        data = io.BytesIO()
        write_quads(records, data, status)
        self._store = ox.Store()
        self._store.bulk_load(data.getvalue(), format=ox.RdfFormat.N_QUADS)
        self._prefixes, self._base = prefixes(records.base), records.base or None

    def run(self, sparql: str) -> Result:
        """The answer to a SPARQL 1.1 query; the project's prefixes need no PREFIX line, and IRIs may be
        written below the build's base: ``<place/510107>``.

        Rows are sorted where the query does not order them. QueryError says what is malformed and
        where, or that SERVICE or an update was refused.
        """
        bare = check(sparql)
        try:
            found = self._store.query(
                sparql, base_iri=self._base, prefixes=self._prefixes, use_default_graph_as_union=True
            )
            if isinstance(found, ox.QueryBoolean):
                return Result(boolean=bool(found))
            if isinstance(found, ox.QueryTriples):
                return Result(triples=tuple(sorted(found, key=str)), prefixes=self._prefixes)
            columns = tuple(variable.value for variable in found.variables)
            rows = [tuple(row[name] for name in columns) for row in found]
        except SyntaxError as error:
            raise QueryError(_position(str(error))) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(phrase("query: cannot be answered ({})", " ".join(str(error).split()))) from None
        if not _ORDER.search(bare):
            rows.sort(key=lambda row: [str(term) for term in row])
        return Result(columns=columns, rows=tuple(rows))

    def ask(self, text: str, parameters: Mapping[str, str] | None = None) -> Result:
        """The answer to a named query with its parameters, or to SPARQL, which takes none."""
        named = named_queries()
        if text in named:
            return self.run(named[text].bind(parameters or {}))
        if re.fullmatch(r"[\w-]+", text):
            raise UsageError(
                phrase("{}: is no named query; choose one of {}, or write SPARQL", text, ", ".join(named))
            )
        if parameters:
            raise UsageError("only a named query takes parameters; write the values into the query")
        return self.run(text)


def check(sparql: str) -> str:
    """The query without strings, IRIs and names; QueryError where it would leave the store.

    Whether ``\\uXXXX`` is read before or after the rest, SERVICE is found.
    """
    bare = _TOKENS.sub(" ", sparql)
    read_first = _TOKENS.sub(" ", _CODEPOINT.sub(_character, sparql))
    if "SERVICE" in f"{bare} {read_first}".upper():
        raise QueryError("SERVICE: is refused; queries stay inside the build")
    form = _form(bare)
    if form in _UPDATES:
        raise QueryError(phrase("{}: is refused; queries only read (SELECT, ASK, CONSTRUCT, DESCRIBE)", form))
    return bare


def _form(bare: str) -> str:
    """The first word after the prologue, in capitals: SELECT, INSERT. Linear, whatever is sent."""
    words = [word.upper() for word in _WORD.findall(bare)]
    at = 0
    while at < len(words) and words[at] in _PROLOGUE:
        # PREFIX : <…> is left without a name
        named = words[at] == "PREFIX" and not {*words[at + 1 : at + 2]} & (_PROLOGUE | _READS | _UPDATES)
        at += 2 if named else 1
    return words[at] if at < len(words) else ""


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else match[0]


def _position(message: str) -> str:
    text = re.sub(r",? ?\[_\]", "", " ".join(message.split()))
    text = re.sub(r"expected (?:one of )?(?=[A-Z][a-z])|expected *$", "", text)
    match = re.search(r"(\d+):(\d+)[:,]?\s*(.*)", text)
    if match is None:
        return phrase("query: is malformed ({})", text)
    return phrase(
        "query, line {}, column {}: {}; mend it there, or see kg query --list",
        match[1],
        match[2],
        _wrong(match[3]),
    )


def _wrong(said: str) -> Phrase:
    """What a parser expected, without its classes of characters: a few signs, a few words."""
    if "Prefix not found" in said:
        return phrase("a prefix is not declared; write PREFIX before SELECT")
    if said.endswith(("of", "expected")) or not said:
        return phrase("is malformed")
    if "expected" not in said:
        return phrase("is malformed ({})", said[:120])
    signs = list(dict.fromkeys(re.findall(r'"(\\?[^"\s]{1,8})"(?=,|$)', said)))
    words = re.findall(r"\b[A-Z]{2,}\b(?![^\[]*\])", said)
    if len(signs) > _FEW or (signs and "['" in said):
        return phrase("breaks off, or something is missing before it")
    if signs or words:
        return phrase("expected one of {}", " ".join([*signs, *words]))
    return phrase("is malformed ({})", said[:80])
