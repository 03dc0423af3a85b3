"""Full-width punctuation in Chinese prose: what a line should be.

``python tests/support/prose.py`` writes it into the messages, the README, the documents and the notebooks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from paths import ROOT

WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
HAN = r"\u3400-\u9fff\u3001-\u301f\uff01-\uff5e“”‘’…—"
#: what is no prose: code, targets of links, tags, addresses, calls, what stands in a template, a CSV header
KEPT = re.compile(
    r"`+[^`]*`+|(?<=\])\([^)\s]*\)|</?[a-z][^>]*>|[a-z]+://[^\s()，；。]*|ladybug:(?:路径|PATH)|协议://主机:端口/路径|[a-z_]+\.[a-z_]+\([^()]*\)"
    r"|\{[^{}]*\}|名称,类型,别名|\d[:,]\d|^:{3,}.*|[A-Za-z]+:(?=[A-Za-z])"
)


def is_chinese(line: str) -> bool:
    """Whether a line is Chinese prose, whatever names and code are in it."""
    plain = KEPT.sub("", line)
    return 3 * len(re.findall(r"[\u3400-\u9fff]", plain)) > len(re.findall(r"[A-Za-z]", plain))


def full_width(line: str, *, message: bool = False) -> str:
    """The line with full-width punctuation for what stands beside Chinese, and for commas without a space.

    A ``message`` is Chinese whatever it quotes."""
    if not (re.search(f"[{HAN}]", line) if message else is_chinese(line)):
        return line
    spans = [match.span() for match in KEPT.finditer(line)]
    kept = {at for start, end in spans for at in range(start, end)}
    edges = {at for start, end in spans for at in (start - 1, end)}
    out = list(line)
    opened: list[tuple[int, bool]] = []
    for at, character in enumerate(line):
        if at in kept or character not in WIDE:
            continue
        wide = at in edges or any(re.match(f"[{HAN}]", line[i : i + 1]) for i in (at - 1, at + 1) if i >= 0)
        if character == "(":
            opened.append((at, wide))
        elif character == ")" and opened:
            start, wide_start = opened.pop()
            if wide or wide_start or re.search(f"[{HAN}]", line[start:at]):
                out[start], out[at] = WIDE["("], WIDE[")"]
        elif wide or (character in ",;" and line[at + 1 : at + 2] != " "):
            out[at] = WIDE[character]
    return re.sub(rf"([，；：）]) (?=[{HAN}])", r"\1", "".join(out))


def prose(path: Path) -> str:
    """The text of a file with full-width punctuation in its Chinese prose; code and transcripts stay."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        book = json.loads(text)
        for cell in book["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = "\n".join(map(full_width, "".join(cell["source"]).split("\n"))).splitlines(
                    True
                )
        return json.dumps(book, ensure_ascii=False, indent=1) + "\n"
    if path.suffix == ".toml":
        return re.sub(
            r'(?m)^(".*" = ")(.*)(")$', lambda m: m[1] + full_width(m[2], message=True) + m[3], text
        )
    lines, code = [], False
    for line in text.split("\n"):
        code ^= line.lstrip().startswith("```")
        lines.append(line if code or line.lstrip().startswith("```") else full_width(line))
    return "\n".join(lines)


def files() -> Iterator[Path]:
    """What is held to it."""
    yield ROOT / "kg/resources/messages.toml"
    for pattern in ("*.md", "docs/**/*.md", "notebooks/*.ipynb"):
        yield from sorted(path for path in ROOT.glob(pattern) if "_build" not in path.parts)


if __name__ == "__main__":
    for file in files():
        file.write_text(prose(file), encoding="utf-8")
