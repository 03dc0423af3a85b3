"""What is asked again is found again."""

from __future__ import annotations

import pickle
from operator import neg

from kg.nlp.spans.kept import Kept


def test_a_key_is_asked_once() -> None:
    asked: list[str] = []

    def find(key: str) -> int:
        asked.append(key)
        return len(key)

    found = Kept(find, 2)
    assert [found[key] for key in ("区", "区人大", "区", "区人大")] == [1, 3, 1, 3]
    assert asked == ["区", "区人大"]


def test_no_more_is_kept_than_is_allowed() -> None:
    found = Kept(neg, 2)
    for number in range(9):
        assert found[number] == -number
        assert len(found) <= 2


def test_it_goes_with_its_owner_into_another_process() -> None:
    found = Kept(neg, 2)
    assert found[3] == -3
    again = pickle.loads(pickle.dumps(found))
    assert (again, again[4], len(again)) == ({3: -3, 4: -4}, -4, 2)
