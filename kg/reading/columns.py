"""By which names the fields of an article stand in JSON Lines, CSV and Parquet: usual ones, and one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from kg.cleaning.noise import load_noise
from kg.errors import UsageError

_given: ContextVar[Mapping[str, str]] = ContextVar("fields", default={})  # noqa: B039 (nobody changes it)


def field_names() -> dict[str, tuple[str, ...]]:
    """The names of each field, the user's own first."""
    return {
        field: ((_given.get()[field],) if field in _given.get() else ()) + names
        for field, names in load_noise().names_record.items()
    }


def given_fields() -> Mapping[str, str]:
    """The user's own names, by field."""
    return _given.get()


@contextmanager
def using_fields(names: Mapping[str, str]) -> Iterator[None]:
    """The user's ``names`` of fields are in force for a while; UsageError where there is no such field."""
    known = load_noise().names_record
    for field in names:
        if field not in known:
            raise UsageError(f"{field}: is no field of an article; there are {', '.join(known)}")
    token = _given.set(dict(names))
    try:
        yield
    finally:
        _given.reset(token)
