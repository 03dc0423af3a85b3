"""The pages to judge in, for everybody: no barrier in either theme, either language, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from browsing import arrived, wide_and_serious
from editing import Editor
from records import small_records

from kg.build import write_build

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")
LOOKS = list(product((1200, 390), ("light", "dark"), ("zh-CN", "en-US")))


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder: Path = tmp_path_factory.mktemp("judged")
    write_build(small_records(), folder / "build")
    made = Editor(folder / "build", folder / "project")
    yield made
    made.close()


def paths() -> dict[str, str]:
    """The pages by what one does there."""
    records = small_records()
    one, other = (item.id for item in records.entities if item.name == "李燎")
    visit = next(item for item in records.statements if item.status == "planned")
    return {
        "judge": f"/entity?iri={quote(visit.subject.id, safe='')}",
        "compare": f"/edit/merge?left={quote(one, safe='')}&right={quote(other, safe='')}",
        "correct": f"/edit/statement?id={quote(visit.id, safe='')}&back=/",
        "add": "/edit/add?doc=a&back=/",
        "article": "/article?doc=a",
        "watched": "/watched",
    }


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_everybody_can_judge(editor: Editor, browser: Any, width: int, scheme: str, locale: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, locale=locale
    )
    try:
        page = context.new_page()
        page.goto(editor.address)
        for name, path in paths().items():
            page.goto(editor.server.address.rstrip("/") + path)
            assert urlsplit(page.url).path != "/", name
            assert page.get_attribute("html", "lang") == locale[:2]
            wide_and_serious(page, width)
    finally:
        context.close()


def test_a_merge_is_judged_side_by_side_and_taken_back(editor: Editor, browser: Any) -> None:
    context = browser.new_context(locale="zh-CN")
    merges = editor.keep / "merges.txt"
    try:
        page = context.new_page()
        page.goto(editor.address)
        page.goto(editor.server.address.rstrip("/") + paths()["compare"])
        assert page.locator(".both > section").count() == 2
        for verb in ("join", "apart"):
            page.click(f"button[value={verb}]")
            arrived(page, f".done[data-verb={verb}]")
            assert page.locator(f"button[value={verb}][aria-pressed=true]").count() == 1
            lines = [line for line in merges.read_text("utf-8").splitlines() if not line.startswith("#")]
            assert [line.split()[0] for line in lines if line.strip()] == [verb]
        with page.expect_navigation():
            page.click("button[value=withdraw]")
        assert page.locator(".done").count() == 0
        lines = merges.read_text("utf-8").splitlines()
        assert [line for line in lines if line.strip() and not line.startswith("#")] == []
    finally:
        context.close()
