"""A journalist's day in one browser: find, correct, split, add, build again, and all of it still holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import arrived

from kg.build import build, given_by, read_build

pytestmark = pytest.mark.system("chromium", "fonts-noto-cjk")
FIRST = "2022年9月1日，武侯区人大常委会主任李燎到玉林街道督导。东湖食品有限公司向玉林街道捐赠10万元。\n"
SECOND = "9月3日，武侯区人大常委会主任李燎到晋阳街道督导。另悉，西湖商会也向晋阳街道捐了口罩。\n"
THIRD = "9月5日，晋阳街道办事处副主任李燎主持召开会议。\n"


def test_a_day(browser: Any, tmp_path: Path) -> None:
    source, out, keep = tmp_path / "articles", tmp_path / "out", tmp_path / "project"
    source.mkdir()
    (source / "一.txt").write_text(FIRST, encoding="utf-8")
    (source / "二.txt").write_text(SECOND, encoding="utf-8")

    def built() -> None:
        kinds = {"decisions": "review.csv", "merges": "merges.txt", "names": "names.csv"}
        files = {kind: [keep / name] for kind, name in kinds.items() if (keep / name).exists()}
        assert build([source], out, model="fast", min_confidence=0, given=given_by(**files)).idle == ()

    def called(name: str) -> list[str]:
        return [item.id for item in read_build(out).entities if item.name == name]

    built()
    command = [sys.executable, "-m", "kg", "--lang", "zh", "serve", str(out), "--port", "0", "--edit"]
    server = subprocess.Popen([*command, "--keep", str(keep)], stderr=subprocess.PIPE, text=True)
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    try:
        assert server.stderr is not None
        address = re.search(r"http://\S+", server.stderr.readline())[0]  # type: ignore[index]
        page.goto(address)
        assert "token" not in page.url
        # find a person
        page.fill("input[name=q]", "李燎")
        page.keyboard.press("Enter")
        page.locator("#entities a").first.click()
        arrived(page, "#edit")
        person = page.url.partition("#")[0]
        # correct a statement
        line = page.locator("ul.facts > li", has_text="晋阳街道").locator("form.judge a").first
        line.click()
        page.fill("[name=date]", "2022/9/3")
        page.click("form.search button")
        arrived(page, ".done[data-verb=correct]")
        # give another name
        page.fill("[name=alias]", "李主任燎")
        with page.expect_navigation():
            page.click("form[action='/edit/name'] button")
        assert "李主任燎" in (keep / "names.csv").read_text(encoding="utf-8-sig")
        # add a missed gift
        page.goto(person)
        page.locator("#articles a").last.click()
        page.click("#add")
        page.fill("[name=quote]", "西湖商会也向晋阳街道捐了口罩")
        page.select_option("[name=predicate]", "捐赠")
        page.fill("[name=subject]", "西湖商会")
        page.select_option("[name=subject_type]", "组织")
        page.fill("[name=object]", "晋阳街道")
        page.fill("[name=item]", "口罩")
        page.click("form.search button")
        arrived(page, "#said")
        # one more article, built again: all of it holds, and the page that is open shows it
        (source / "三.txt").write_text(THIRD, encoding="utf-8")
        built()
        page.goto(person)
        page.wait_for_selector(".done[data-verb=correct]")
        assert "下次建图" not in page.locator(".done[data-verb=correct]").inner_text()
        assert page.locator("#timeline time", has_text="2022-09-03").count() == 1
        gift = [item for item in read_build(out).statements if item.subject.name == "西湖商会"]
        assert [(item.qualifiers.item, item.confidence) for item in gift] == [("口罩", 1.0)]
        # another of that name: seen side by side, joined, and the merge undone
        assert len(called("李燎")) == 2
        page.locator("#edit a", has_text="并排比较").first.click()
        arrived(page, ".both")
        assert page.locator(".both > section").count() == 2
        page.click("button[value=join]")
        arrived(page, ".done[data-verb=join]")
        built()
        assert len(called("李燎")) == 1
        page.goto(person)
        page.locator("#merges button[value=apart]").first.click()
        arrived(page, "#merges .done[data-verb=apart]")
        built()
        assert len(called("李燎")) == 2
        page.goto(person)
        assert page.locator(".done[data-verb=correct]").count() == 1
        # take the ranking away as a table
        page.goto(f"{page.url.partition('/id/')[0]}/graph#ask=gifts")
        page.wait_for_selector("#sum")
        page.click("#export summary")
        with page.expect_download() as started:
            page.click("[data-file=csv]")
        assert "西湖商会" in Path(started.value.path()).read_text(encoding="utf-8-sig")
        # an address that opens the same view
        page.goto(f"{address.partition('?')[0]}search?q=晋阳街道&relation=donates")
        shared = page.url
        other = context.new_page()
        other.goto(shared)
        assert other.locator("#statements").inner_text() == page.locator("#statements").inner_text()
    finally:
        context.close()
        server.terminate()
        server.wait()
        server.stderr.close()  # type: ignore[union-attr]
