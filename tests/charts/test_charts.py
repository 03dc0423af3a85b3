"""Charts: their numbers are those of a plain count, their pictures say them, and name what to check."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from records import article, entity, small_records, statement
from serving import Server

from kg.api import Build
from kg.build import write_build
from kg.charts import Chart, chart, charts
from kg.cli import main
from kg.errors import UsageError
from kg.model import Evidence, Records, Span
from kg.values.iri import BASE

Talk = pytest.CaptureFixture[str]


def told() -> Records:
    """Gifts of four months in two currencies, a joint one and one without a day; visits; posts with times."""
    lines = ("甲公司捐款10万元给玉林街道。", "甲公司乙公司共捐6万元。", "丙<b>$x$捐3万元。",
             "它捐了2万元。", "李燎到玉林街道督导。", "李燎再到玉林街道督导。",
             "李燎2019年起任主任。", "他任代表。")  # fmt: skip
    early = article("a", "\n".join(lines), date="2022-01-20")
    late = article("b", "丁捐1万港元。\n李燎到玉林街道督导。", date="2022-04-02")
    undated = article("c", "丁捐5万元。")
    first, second, third, fourth = (
        entity("Organization", name, "a") for name in ("甲公司", "乙公司", "丙<b>$x$", "丁")
    )
    person = entity("Person", "李燎", "a")
    body = entity("Organization", "武侯区人大常委会", "a")
    street = replace(entity("Place", "玉林街道", "a"), code="510107005")
    money = {"currency": "CNY"}
    borrowed = statement(early, "donates", first, None, lines[3], amount=20000.0, **money)
    at = early.raw.index(lines[3])
    spans = Span(at, at + len(lines[3]))
    evidence = Evidence(lines[3], spans, spans, Span(0, 3))  # 甲公司, three sentences before
    rows = [
        statement(early, "donates", first, street, lines[0], amount=100000.0, **money),
        statement(early, "donates", first, None, lines[1], amount=60000.0, joint="j", **money),
        statement(early, "donates", second, None, lines[1], amount=60000.0, joint="j", **money),
        statement(early, "donates", third, None, lines[2], amount=30000.0, date="2022-04", **money),
        replace(borrowed, evidence=(evidence,)),
        statement(late, "donates", fourth, street, "丁捐1万港元。", amount=10000.0, currency="HKD"),
        statement(undated, "donates", fourth, None, "丁捐5万元。", amount=50000.0, **money),
        statement(early, "supervises", person, street, lines[4]),
        statement(early, "supervises", person, street, lines[5], approx=True),
        statement(late, "supervises", person, street, "李燎到玉林街道督导。"),
        statement(early, "holdsPosition", person, body, lines[6], title="主任", valid_from="2019"),
        statement(early, "holdsPosition", person, body, lines[7], title="代表"),
        statement(undated, "holdsPosition", fourth, body, "丁捐5万元。", title="顾问"),
    ]
    entities = (first, second, third, fourth, person, body, street)
    return Records(
        (early, late, undated),
        tuple(sorted(entities, key=lambda item: item.id)),
        tuple(sorted(rows, key=lambda item: item.id)),
        (),
        BASE,
    )


def bars(made: Chart) -> list[tuple[str, float, float]]:
    return [(bar.label, bar.value, bar.borrowed) for bar in made.figures.bars]


def test_months_count_each_gift_once_and_leave_none_out_unsaid() -> None:
    made = chart(told(), "gifts-by-month")
    assert bars(made) == [
        ("2022-01", 180000.0, 20000.0),
        ("2022-02", 0.0, 0.0),
        ("2022-03", 0.0, 0.0),
        ("2022-04", 30000.0, 0.0),
    ]
    assert made.figures.left == (1, 50000.0)
    assert any("1 笔" in note and "5万元" in note for note in made.notes)
    assert any("HKD 1" in note for note in made.notes)
    assert bars(chart(told(), "gifts-by-month", currency="HKD")) == [("2022-04", 10000.0, 0.0)]


def test_donors_and_places() -> None:
    made = chart(told(), "gifts-by-donor", top=2)
    assert bars(made) == [("甲公司", 120000.0, 20000.0), ("乙公司、甲公司", 60000.0, 0.0)]
    assert "前 2，共 4" in made.notes
    places = chart(told(), "gifts-by-place", language="en")
    assert bars(places) == [("成都市武侯区", 100000.0, 0.0)]
    assert any(note.startswith("4 gifts") and "CNY 160,000" in note for note in places.notes)


def test_visits_and_posts() -> None:
    assert bars(chart(told(), "visits")) == [("李燎", 2.0, 0.0)]
    found = chart(told(), "posts").figures
    assert [(row.title, row.since, row.reported) for row in found.posts] == [
        ("主任", "2019", ("2022-01-20",)),
        ("代表", "", ("2022-01-20",)),
    ]
    assert found.left == (1, 0.0)


def test_of_one_entity() -> None:
    records = told()
    street = next(item.id for item in records.entities if item.name == "玉林街道")
    assert bars(chart(records, "gifts-by-donor", of=street)) == [("甲公司", 100000.0, 0.0)]
    assert bars(chart(records, "visits", of="甲公司")) == []
    assert chart(records, "visits", of=street).heading == "玉林街道：谁走访最多"


@pytest.mark.parametrize("name", list(charts()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pictures_are_whole_and_always_the_same(name: str, language: str) -> None:
    first, again = (chart(told(), name, language=language).svg() for _ in range(2))
    assert first == again
    root = ElementTree.fromstring(first)
    words = "".join(root.itertext())
    assert charts()[name]["title"][language == "en"] in words
    if name == "gifts-by-donor":
        assert "丙<b>$x$" in words
        assert {"zh": "引用前请核对", "en": "check before you quote"}[language] in words
    if name == "posts":
        assert "李燎 武侯区人大常委会主任" in words


@pytest.mark.system("fonts-noto-cjk")
def test_a_png_has_the_glyphs_of_chinese() -> None:
    from matplotlib.font_manager import fontManager

    assert "Noto Sans CJK SC" in {font.name for font in fontManager.ttflist}
    assert chart(told(), "gifts-by-donor").png().startswith(b"\x89PNG")
    full, empty = chart(told(), "gifts-by-donor"), chart(Records((), (), ()), "gifts-by-donor")
    assert full.png() != empty.png()


def test_tables_open_in_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(chart(told(), "gifts-by-donor").csv().decode("utf-8-sig"))))
    assert rows[0] == ["名称", "合计", "其中主体或客体取自前后文", "笔数"]
    assert rows[1] == ["甲公司", "120000", "20000", "2"]
    posts = list(csv.reader(io.StringIO(chart(told(), "posts").csv().decode("utf-8-sig"))))
    assert posts[1] == ["李燎", "武侯区人大常委会主任", "2019", "", "2022-01-20"]


def test_nothing_to_draw_is_said() -> None:
    for name in charts():
        assert "没有可画的" in chart(Records((), (), ()), name).svg().decode()


def test_mistakes_are_told() -> None:
    for wrong in ({"name": "pie"}, {"name": "posts", "of": "无名"}, {"name": "posts", "language": "fr"}):
        with pytest.raises(UsageError):
            chart(told(), **wrong)
    with pytest.raises(UsageError, match="did you mean png"):
        chart(told(), "posts").save("x.pgn")


def test_the_command_and_the_notebook(tmp_path: Path, capsys: Talk) -> None:
    out = tmp_path / "build"
    write_build(told(), out)
    assert main(["chart", str(out), "visits", "-o", str(tmp_path / "v.csv")]) == 0
    assert "李燎" not in capsys.readouterr().out
    assert "李燎,2,0,2" in (tmp_path / "v.csv").read_text(encoding="utf-8-sig")
    assert main(["chart", str(out), "visits", "-o", "-", "--of", "玉林街道"]) == 0
    assert "<svg" in capsys.readouterr().out
    assert main(["chart", str(out), "visits", "-o", str(tmp_path / "v.tif")]) == 2
    assert main(["--lang", "zh", "chart", "--list"]) == 0
    assert "谁走访最多" in capsys.readouterr().out
    build = Build(out, told())
    assert "<svg" in build.chart("gifts-by-month")._repr_svg_()
    assert build.chart("posts", top=1).save(tmp_path / "p.svg").stat().st_size > 1000


def test_the_server_draws_them(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_build(small_records(), out)
    command = [sys.executable, "-m", "kg", "serve", str(out), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        server = Server(re.search(r"http://\S+", process.stderr.readline())[0])  # type: ignore[index]
        page = server.ask("GET", "/charts?lang=en", Accept="text/html").body.decode()
        assert page.count("<img ") == len(charts())
        picture = server.ask("GET", "/chart/gifts-by-donor.svg?lang=en")
        assert (picture.status, picture.media) == (200, "image/svg+xml")
        assert "李燎" in picture.body.decode()
        assert "sandbox" in picture.headers["Content-Security-Policy"]
        table = server.ask("GET", "/chart/gifts-by-donor.csv?lang=en")
        assert "100000" in table.body.decode("utf-8-sig")
        assert server.ask("GET", "/chart/pie.svg").status == 404
        assert server.ask("GET", "/chart/posts.svg?of=--help").status == 404
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]
