"""The catalogue of a build: what is found by which words, within which filters; kept, made anew."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_records import generated, hostile_records
from records import HOSTILE, records

from kg.build import write_build
from kg.catalogue import Catalogue, Filters, in_memory, make, opened, search
from kg.catalogue.fold import fold, hits, needles, phrases, tokens
from kg.model import Records


@pytest.fixture(scope="module")
def all_records() -> Records:
    return records()


@pytest.fixture(scope="module")
def catalogue(all_records: Records) -> Catalogue:
    return in_memory(all_records)


def names(catalogue: Catalogue, **asked: str) -> list[str]:
    return [entity.name for entity, _ in search(catalogue, Filters(**asked)).entities]


def counts(catalogue: Catalogue, **asked: str) -> tuple[int, int, int]:
    found = search(catalogue, Filters(**asked)).counts
    return found["entities"], found["statements"], found["articles"]


def matched(text: str, words: str) -> bool:
    """Whether SQLite finds ``words`` in ``text``."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='unicode61 remove_diacritics 0')")
    base.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (tokens(text),))
    found = base.execute("SELECT rowid FROM t WHERE t MATCH ?", (" AND ".join(phrases(words)),)).fetchall()
    base.close()
    return bool(found)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("武侯区人大常委会主任李燎", "李燎", True),
        ("武侯区人大常委会主任李燎", "燎", True),
        ("武侯区人大常委会主任李燎", "人大 主任", True),
        ("武侯区人大常委会主任李燎", "任李", True),
        ("武侯区人大常委会主任李燎", "李任", False),
        ("李，燎", "李燎", False),
        ("張顯友到訪", "张显友", True),
        ("张显友到访", "張顯友", True),
        ("捐款378万元", "378万", True),
        ("捐款378万元", "78万", False),
        ("ＣＯＶＩＤ-19疫情", "covid", True),
        ("COVID疫情", "cov", True),
        ("一九四九", "OR", False),
        ("NOT OR AND NEAR", "near", True),
    ],
)
def test_words_are_found_as_they_stand(text: str, words: str, found: bool) -> None:
    assert matched(text, words) is found


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="李燎王张人大会任主武侯区", min_size=1, max_size=12), st.data())
def test_every_part_of_chinese_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert matched("前" + text + "。后", text[start:end])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=8))
def test_folding_keeps_places_and_no_words_break_the_search(text: str, words: str) -> None:
    assert len(fold(text)) == len(text)
    for start, end in hits(text, needles(words)):
        assert fold(text[start:end]) in needles(words)
    if phrases(words):
        matched(text.encode("utf-8", "replace").decode(), words.encode("utf-8", "replace").decode())


def test_names_come_with_the_one_that_is_called_so_first(catalogue: Catalogue) -> None:
    assert names(catalogue, q="武侯区")[0] == "武侯区"
    assert "玉林街道" in names(catalogue, q="武侯区玉林街道")  # an alias
    assert names(catalogue, q="甲公司") == [HOSTILE + "有限公司"]


def test_filters(catalogue: Catalogue, all_records: Records) -> None:
    every = all_records.statements
    assert counts(catalogue, relation="donates")[1] == sum(s.predicate == "donates" for s in every)
    assert counts(catalogue, relation="donates")[2] == 1
    assert counts(catalogue, status="ended")[1] == sum(s.status == "ended" for s in every) == 1
    assert counts(catalogue, least="0.95")[1] == sum(s.confidence >= 0.95 for s in every)
    assert counts(catalogue, outlet="武侯人大") == (6, 8, 1)
    assert counts(catalogue, doc="二/乙")[2] == 1
    assert set(names(catalogue, type="Document")) == {"一封信"}
    assert counts(catalogue, type="Document")[1] == 1
    assert counts(catalogue, relation="donates", type="Organization")[1] == 1
    assert counts(catalogue) == (0, 0, 0)
    assert counts(catalogue, q="，。") == (0, 0, 0)


def test_a_place_and_what_lies_below(catalogue: Catalogue) -> None:
    street, district = counts(catalogue, place="玉林街道")[1], counts(catalogue, place="武侯区")[1]
    assert 0 < street < district
    assert counts(catalogue, place="四川省")[1] >= district  # by the codes: no such entity is in the build
    assert counts(catalogue, place="青海省")[1] == 0


def test_dates_that_say_less_lie_within(catalogue: Catalogue) -> None:
    assert counts(catalogue, since="2022-09-01", until="2022-09-01", relation="supervises")[1] == 1
    assert counts(catalogue, since="2022-09", relation="issues")[1] == 1
    assert counts(catalogue, since="2022-10")[1] == 0
    assert counts(catalogue, until="2019")[1] == 0


def test_the_chain_of_a_place(catalogue: Catalogue, all_records: Records) -> None:
    street = next(e for e in all_records.entities if e.name == "玉林街道")
    assert [place.name for place in catalogue.above(street.id)] == ["武侯区", "成都市", "四川省"]


def test_a_merged_entity_is_found_by_its_old_address(catalogue: Catalogue, all_records: Records) -> None:
    [merge, *_] = all_records.merges
    found = catalogue.entity(merge.replaced)
    assert found is not None
    assert found.id == merge.kept
    assert catalogue.merges(merge.kept)[0].reasons


def test_filters_are_an_address() -> None:
    asked = Filters.of(
        {"q": " 李燎 ", "since": "2022-9", "until": "2022-09", "least": "much", "x": "1", "page": "2"}
    )
    assert asked.query == "q=%E6%9D%8E%E7%87%8E&until=2022-09&page=2"
    assert asked.but(status="ended").page == ""


def test_it_is_kept_and_made_anew_where_the_build_changed(tmp_path: Path, all_records: Records) -> None:
    out, told = tmp_path / "build", []
    write_build(all_records, out)
    for _ in range(2):
        opened(out, lambda: told.append(1)).close()
    assert told == [1]
    one = replace(all_records, statements=all_records.statements[:1])
    write_build(one, out)
    made = opened(out, lambda: told.append(1))
    assert told == [1, 1]
    assert made.counts()[2] == 1
    made.close()
    (out / "search.sqlite").write_bytes(b"nothing of the kind")
    again = opened(out)
    assert again.counts()[2] == 1
    again.close()
    assert sorted(path.name for path in out.glob(".search*")) == []


def test_a_build_that_cannot_be_written_to_is_read_all_the_same(
    tmp_path: Path, all_records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "build"
    write_build(all_records, out)
    empty = make._empty

    def refused(folder: Path) -> Path:  # whoever runs the tests, root too
        if folder == out:
            raise PermissionError(folder)
        return empty(folder)

    monkeypatch.setattr(make, "_empty", refused)
    made = opened(out)
    assert made.counts()[2] == len(all_records.statements)
    made.close()
    assert not (out / make.FILE).exists()


def test_hostile_records_are_looked_up_like_others() -> None:
    made = in_memory(hostile_records())
    for entity in list(made.entities())[:80]:
        assert made.entity(entity.id) is not None
        assert made.about(entity.id)
        search(made, Filters.of({"q": entity.name, "place": entity.id, "doc": entity.docs[0]}))
    made.close()


def test_results_come_in_pages() -> None:
    made = in_memory(generated(300))
    total = search(made, Filters(type="Person", show="entities")).counts["entities"]
    seen: list[str] = []
    for page in range(1, total // 20 + 2):
        found = search(made, Filters(type="Person", show="entities", page=str(page)))
        seen += [entity.id for entity, _ in found.entities]
        assert found.statements == ()
    assert len(seen) == len(set(seen)) == total > 40
    made.close()


def test_statements_are_those_of_the_build(catalogue: Catalogue, all_records: Records) -> None:
    for statement in all_records.statements:
        line = catalogue.statement(statement.id)
        assert line is not None
        assert json.dumps(line.statement.to_dict()) == json.dumps(statement.to_dict())
