"""Every message in both languages: it is translated, keeps what it quotes, and is written as Chinese is."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from paths import ROOT
from prose import files, full_width, prose
from records import records

from kg.errors import SourceError, located
from kg.query import Store, named_queries
from kg.values.phrase import Phrase, phrase, unknown
from kg.words import messages
from kg.words.messages import say

CATALOGUE: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "kg/resources/messages.toml").read_text(encoding="utf-8")
)
OURS = {text: zh for name, table in CATALOGUE.items() if name != "click" for text, zh in table.items()}
#: words that a hostile name could be made of: they are messages of ours, and templates
QUOTED = (
    "name",
    "none",
    "articles; there are x",
    "a: does not exist; check the path",
    "{}",
    "{0}",
    "no x 'y'",
)
#: what click says to programmers, or asks in a dialogue, which no command of ours has
UNUSED = {
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Do you want to continue?",
    "Confirm the action without prompting.",
    "%(prog)s, version %(version)s",
    "Choice({choices})",
}


def text(node: ast.AST) -> str | None:
    """A string literal, with ``{}`` for what varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def calls(names: set[str]) -> Iterator[tuple[str, str, str]]:
    """Where a function of one of the names is called, its name, and the text that it is called with."""
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in names and (said := next(filter(None, map(text, node.args)), None)):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name, said


@pytest.fixture
def chinese() -> Iterator[None]:
    messages.set_language("zh")
    yield
    messages.set_language("en")


def is_chinese(said: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff（）：；]", said))


PHRASES = sorted({(said, where) for where, _, said in calls({"phrase"}) if said.count("{}") or " " in said})


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("template", "where"), PHRASES)
def test_a_phrase_keeps_what_it_quotes(template: str, where: str) -> None:
    if template in ("{}{}", "{}: {}"):
        return
    for quoted in QUOTED:
        parts = [f"◇{number}{quoted}◇" for number in range(template.count("{}"))]
        made = phrase(template, *parts)
        error = SourceError("◇path◇", made)
        said, located_ = say(made), say(error)
        assert is_chinese(said) or is_chinese(located_), f"{where}: {template}"
        shown = said if is_chinese(said) else located_
        assert all(part in shown for part in parts), f"{where}: {shown}"


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(("where", "name", "said"), list(calls({"say", "info", "debug", "unknown"})))
def test_what_is_said_is_translated(where: str, name: str, said: str) -> None:
    if re.search("[A-Za-z]{2}", said) and said != "{} {}":
        assert is_chinese(say(said.replace("%s", "{}"))), f"{where}: {said}"


@pytest.mark.parametrize(("english", "chinese_"), list(OURS.items()))
def test_an_entry_is_whole(english: str, chinese_: str) -> None:
    count = len(re.findall(r"\{\*?\}", english))
    used = re.findall(r"\{(\d*)\}", chinese_)
    if any(used):
        assert sorted(map(int, used)) == list(range(count)), english
    else:
        assert len(used) == count, english
    assert full_width(chinese_, message=True) == chinese_, english


def test_nothing_in_the_catalogue_is_left_over() -> None:
    """Every entry is a string of the code, or is put together there."""
    found = [
        text(node)
        for path in (ROOT / "kg").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    strings = {said.replace("%s", "{}").replace("{{", "{").replace("}}", "}") for said in found if said}
    strings |= {" ".join(said.split()) for said in strings}
    patterns = [
        re.compile(".*".join(map(re.escape, said.split("{}"))), re.DOTALL)
        for said in strings
        if "{}" in said and len(said.replace("{}", "")) > 5
    ]
    over = []
    for entry in set(OURS) - set(CATALOGUE["columns"]):
        plain = entry.replace("{*}", "{}")
        forms = {plain, *(plain.removeprefix(start) for start in ("{}: ", "{}: line {} ", "{}: item {} "))}
        forms |= {re.sub(r"^\{\}: (is )?", "", form) for form in forms}
        whole = re.compile(".+?".join(map(re.escape, plain.split("{}"))))
        if (
            not forms & strings
            and not any(p.fullmatch(form) for p in patterns for form in forms)
            and not any(map(whole.fullmatch, strings))
        ):
            over.append(entry)
    assert not over, "\n".join(over)


@pytest.mark.usefixtures("chinese")
def test_columns_of_named_queries() -> None:
    """Each has a Chinese head, no two of a query the same; and no head is left over."""
    store, used = Store(records()), set()
    for query in named_queries().values():
        columns = store.run(query.text).columns
        used |= set(columns)
        assert all(is_chinese(say(name)) for name in columns), (query.name, columns)
        assert len({say(name) for name in columns}) == len(columns), query.name
    assert set(CATALOGUE["columns"]) <= used


def test_click_speaks_chinese() -> None:
    """All that the installed click takes from gettext and can say to a user of ours."""
    folder = Path(click.__file__).parent
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                for said in filter(None, map(text, node.args)):
                    assert said in CATALOGUE["click"] or said in UNUSED or said == "Usage:", said


@pytest.mark.parametrize(("english", "chinese_"), list(CATALOGUE["click"].items()))
def test_click_gets_its_parts_back(english: str, chinese_: str) -> None:
    assert set(re.findall(r"\{.*?\}", chinese_)) <= set(re.findall(r"\{.*?\}", english))


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
def test_chinese_prose_has_full_width_punctuation(path: Path) -> None:
    assert prose(path) == path.read_text(encoding="utf-8"), "run: python tests/support/prose.py"


def test_what_full_width_leaves_alone() -> None:
    for line in (
        "see a, b; c: d (e)",
        "第一行要写：名称,类型,别名",
        "在 1,000 人里，12:30 以前",
        "请写 `kg build a, b`，或 http://localhost:7878/",
        "请写 nlp.add_pipe('kg_sentences')",
    ):
        assert full_width(line) == line
    assert full_width("读文章,建图(一个),看 `a`;好吗?") == "读文章，建图（一个），看 `a`；好吗？"
    assert (
        full_width("ladybug:没有写明数据库;请写 ladybug:路径") == "ladybug：没有写明数据库；请写 ladybug:路径"
    )
    assert full_width("库(`http://…`,图存储协议)") == "库（`http://…`，图存储协议）"


# ── how a text is matched that does not say how it was made ────────────────────────────────────


@pytest.mark.usefixtures("chinese")
def test_a_text_that_a_template_fits_in_two_ways_stays_english() -> None:
    assert say("a: no such folder; make it with: kg build SOURCE -o a").startswith("a：没有这个文件夹")
    twice = "b (c); name another file: cannot be written (d); name another file"
    assert say(f"a: cannot be written ({twice}); name another file").count("cannot be written") >= 1
    hostile = "x: cannot be written (y); name another file"
    assert hostile in say(phrase("{}: cannot be written ({}); name another file", hostile, "no space"))


@pytest.mark.usefixtures("chinese")
def test_only_a_starred_part_is_itself_translated() -> None:
    assert say("a.png: is a PNG picture, not text; save its text as a .txt file").startswith(
        "a.png：是 PNG 图片"
    )
    assert say(located("a PNG picture", "is empty; remove it or fetch it again")).startswith(
        "a PNG picture："
    )


@pytest.mark.usefixtures("chinese")
def test_a_message_inside_a_message() -> None:
    assert say(unknown("query", "articels", ["articles"])) == "没有查询 'articels'；是不是 articles？"
    assert say(unknown("column", "nam", ["name", "none"])) == "没有列 'nam'；是不是 name？"


def test_a_phrase_is_its_english_text() -> None:
    import copy
    import pickle

    made = phrase("no {} {}", phrase("query"), "'{}'")
    assert made == "no query '{}'"
    again = pickle.loads(pickle.dumps(made))
    assert isinstance(again, Phrase)
    assert (again, again.template, again.parts) == (made, made.template, made.parts)
    assert copy.deepcopy(made) == made
    assert str(SourceError("a{b}", "is {c}")) == "a{b}: is {c}"


@pytest.mark.usefixtures("chinese")
def test_reasons_of_merges() -> None:
    """They come back from a build as plain text."""
    assert say("甲公司 and 乙公司: same name in area 510107") == "甲公司 和 乙公司：在区划 510107 里同名"
    assert say("same name 李明, both hold a post in 东湖区政府") == "同名 李明，都在 东湖区政府 任职"
    assert say("甲 is an alias of 甲公司") == "甲 是 甲公司 的别名"
