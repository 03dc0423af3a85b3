"""Anything at all is read, cleaned, exported and asked for: the only ways out are a result and a `KGError`.

``KG_FUZZ=50 python -m pytest tests/test_fuzz.py`` tries fifty times as many examples. What is made
to make a reader fail is in `MADE`; add what ever crashes one.
"""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress

import pytest
from hostile import BREAKERS, ENDINGS, MADE, PARAMETERS, PIECES, aligned, read, seed, store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import any_records, article

from kg.errors import KGError, UsageError
from kg.export import FORMATS, export
from kg.query import named_queries
from kg.reading import read_stream

TIMES = int(os.environ.get("KG_FUZZ", "1"))
SHORT = settings(
    max_examples=25 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map("".join)
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "gb18030", "big5", "latin-1")


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with some bytes changed, doubled, dropped or cut off."""
    ending = draw(st.sampled_from(ENDINGS[6:]))
    data = bytearray(seed(ending))
    if draw(st.booleans()) and ending in ("xlsx", "docx", "ods"):
        data = bytearray(_inside(bytes(data), draw))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        how = draw(st.integers(0, 3))
        if how == 0 and data:
            data[at] = draw(st.integers(0, 255))
        elif how == 1:
            data[at:at] = draw(st.binary(max_size=8))
        elif how == 2:
            del data[at : at + draw(st.integers(1, 40))]
        else:
            data[at:at] = data[at : at + 60]
    return ending, bytes(data)


def _inside(data: bytes, draw: st.DrawFn) -> bytes:
    """The archive with one member changed, sound as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = draw(st.sampled_from(names))
        for name in names:
            member = bytearray(old.read(name))
            if name == chosen and member:
                at = draw(st.integers(0, len(member) - 1))
                member[at : at + draw(st.integers(0, 30))] = draw(TEXT).encode("utf-8", "replace")
            new.writestr(name, bytes(member))
    return out.getvalue()


@SHORT
@given(st.sampled_from(ENDINGS[:6]), TEXT, st.sampled_from(ENCODINGS), st.integers(0, 3))
def test_any_text_file(ending: str, text: str, encoding: str, lost: int) -> None:
    data = text.encode(encoding, "replace")
    read(ending, data[: len(data) - lost] if lost else data)


@SHORT
@given(damaged())
def test_any_damaged_file(file: tuple[str, bytes]) -> None:
    read(*file)


@SHORT
@given(st.sampled_from(ENDINGS), st.binary(max_size=300))
def test_any_bytes(ending: str, data: bytes) -> None:
    read(ending, data)
    with suppress(KGError):
        for item in read_stream(data):
            aligned(item)


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_to_fail(name: str) -> None:
    ending, data = MADE[name]
    read(ending, data or _far())


def _far() -> bytes:
    """A workbook whose last cell is said to stand at the edge of the sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed("xlsx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="B2"', b'r="XFD1048576"'))
    return out.getvalue()


@SHORT
@given(TEXT)
def test_any_text_is_cleaned(text: str) -> None:
    raw = text.encode("utf-8", "replace").decode()
    aligned(article("a", raw))


@settings(max_examples=4 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_records())
def test_any_records_are_exported_alike_twice(found) -> None:
    for name in FORMATS:
        one, two = io.BytesIO(), io.BytesIO()
        export(found, name, one, "all")
        export(found, name, two, "all")
        assert one.getvalue() == two.getvalue(), name


@SHORT
@given(st.sampled_from(PARAMETERS), st.sampled_from(BREAKERS) | st.text(max_size=12))
def test_any_parameter_of_a_query(which: tuple[str, str], value: str) -> None:
    name, parameter = which
    query = named_queries()[name]
    with suppress(UsageError):
        bound = query.bind({parameter: value})
        assert len(store().run(bound).rows) < 500


@SHORT
@given(st.text(max_size=60) | st.sampled_from(BREAKERS).map(lambda part: f"SELECT ?a {{ ?a ?b '{part}' }}"))
def test_any_query(text: str) -> None:
    with suppress(KGError):
        store().ask(text)
