"""Every error that a user can meet is said in Chinese too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from paths import ROOT

from kg.words import messages
from kg.words.messages import say

FOR_USERS = {"UsageError", "SourceError", "OutputError", "BuildError", "QueryError"}


def text(node: ast.expr) -> str | None:
    """A string literal, with ◇ for what varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "◇" for part in node.values)
    return None


def raised() -> Iterator[tuple[str, str]]:
    """Where an error is made, and its text."""
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FOR_USERS:
                said = text(node.args[-1])
                if said:
                    start = "◇: " if node.func.id == "SourceError" else ""
                    yield f"{path.name}:{node.lineno}", start + said


@pytest.fixture
def chinese() -> Iterator[None]:
    messages.set_language("zh")
    yield
    messages.set_language("en")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("where", "error"), list(raised()))
def test_every_error_is_translated(where: str, error: str) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in say(error)), f"{where}: {error}"


@pytest.mark.usefixtures("chinese")
def test_the_closest_template_wins_and_the_parts_stay() -> None:
    assert (
        say("a: cannot be written (No space); name another file") == "a：无法写入（No space）；请换一个文件"
    )
    assert say("{x}: does not exist; check the path") == "{x}：不存在；请检查路径"
    assert say("something nobody translated") == "something nobody translated"


def test_english_stays_as_it_is() -> None:
    assert say("interrupted") == "interrupted"
