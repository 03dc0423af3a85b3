"""A table of careers, one row a post, for spreadsheets and for statistics packages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import BinaryIO

from kg.export.posts import Post, posts
from kg.model import ASSERTED, Records
from kg.tables.spreadsheet import write_sheet

COLUMNS: tuple[str, ...] = (
    "person",
    "person_id",
    "title",
    "body",
    "body_id",
    "level",
    "place_code",
    "start",
    "end",
    "status",
)
COLUMNS += ("confidence", "published", "source", "url", "quote", "statement")


def write(records: Records, file: BinaryIO, status: str = ASSERTED) -> None:
    """CSV that Excel opens as it is; with ``status="all"`` also posts that have ended."""
    file.write(write_sheet([COLUMNS, *(_row(post) for post in posts(records, status))]))


def _row(post: Post) -> list[str | float | None]:
    said, article = post.statement, post.article
    return [
        post.person.name,
        post.person.id,
        post.title,
        post.body.name,
        post.body.id,
        _levels()[post.level] if post.level else None,
        post.code,
        post.start,
        post.end,
        said.status,
        said.confidence,
        article.date if article else None,
        (article.title or article.doc) if article else said.doc,
        article.url if article else None,
        said.evidence[0].quote if said.evidence else None,
        said.id,
    ]


@cache
def _levels() -> dict[str, str]:
    text = (files("kg") / "resources" / "zh" / "posts.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["levels"])
