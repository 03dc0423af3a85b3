"""Lines that are patched are those that would be written anew."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from kg.build import patch
from kg.build.patch import doc_at, id_at, patch_lines

KEYS = st.text("ab/字𠮷", min_size=1, max_size=4)


def line(key: str, length: int) -> bytes:
    return (json.dumps({"id": key, "doc": key, "more": "x" * length}, ensure_ascii=False) + "\n").encode()


@drawn(
    st.dictionaries(KEYS, st.integers(0, 40), max_size=30),
    st.dictionaries(KEYS, st.one_of(st.none(), st.integers(0, 40)), max_size=12),
    st.sampled_from([1, 60, 4096]),
    st.booleans(),
)
def test_some_taken_out_and_others_put_in(
    before: Mapping[str, int], changes: Mapping[str, int | None], step: int, by_id: bool
) -> None:
    def told(rows: Mapping[str, int | None]) -> list[bytes]:
        return [line(key, size) for key, size in sorted(rows.items()) if size is not None]

    now = {**before, **changes}
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as changed:
        changed.setattr(patch, "_STEP", step)
        changed.setattr(patch, "_COPIED", step)
        old, new = Path(name, "old"), Path(name, "new")
        old.write_bytes(b"".join(told(before)))
        put = [(key, None if size is None else line(key, size)) for key, size in sorted(changes.items())]
        if by_id:
            more = patch_lines(old, new, ((key.encode(), made) for key, made in put), id_at)
        else:
            more = patch_lines(old, new, put, doc_at)
        assert new.read_bytes() == b"".join(told(now))
        assert more == len(told(now)) - len(before)


def test_what_is_no_line(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"something else\n" * 9)
    with pytest.raises(ValueError, match="no line"):
        patch_lines(tmp_path / "old", tmp_path / "new", [(b"a", None)], id_at)
