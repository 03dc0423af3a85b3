"""Portraits as HTML, by the templates in ``resources/web/leaf``."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from kg.catalogue.search import MANY
from kg.model import ASSERTED, Entity
from kg.ontology import load_ontology
from kg.portrait.addresses import Addresses
from kg.portrait.pieces import bare, pieces

LANGUAGES = ("zh", "en")


def render(template: str, language: str, addresses: Addresses, **values: Any) -> str:
    """The page ``template`` in a language (zh or en), one file with its style inside."""
    place = LANGUAGES.index(language)
    style = read("leaf.css")
    return (
        environment()
        .get_template(template)
        .render(
            language=language,
            words={key: forms[place] for key, forms in words().items()},
            at=addresses,
            style=Markup(style),
            policy=_policy(style),
            asserted=ASSERTED,
            label=lambda item: label(item, language),
            relation=lambda name: getattr(load_ontology().relations[name], language),
            field=lambda name: getattr(load_ontology().fields[name], language),
            pieces=pieces,
            many=MANY,
            **values,
        )
    )


def label(entity: Entity, language: str) -> str:
    """What kind of a thing an entity is, as finely as it is known."""
    ontology = load_ontology()
    finest = ontology.classes.get(ontology.finest(entity.type, entity.kind, entity.code is not None))
    return str(getattr(finest or ontology.classes[entity.type], language))


def _policy(style: str) -> str:
    """Nothing from anywhere, no script, this style alone."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def environment() -> Environment:
    """The templates."""
    made = Environment(
        loader=PackageLoader("kg", "resources/web/leaf"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = lambda value: f"{value:.0%}"
    made.filters["safe_url"] = safe_url
    made.filters["bare"] = bare
    return made


def safe_url(text: str | None) -> str:
    """An address that a link may lead to; empty for any other."""
    found = (text or "").strip()
    return found if found.lower().startswith(("http://", "https://")) and "\n" not in found else ""


def read(name: str) -> str:
    """A file of ``resources/web/leaf``."""
    return (files("kg") / "resources" / "web" / "leaf" / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def words() -> dict[str, list[str]]:
    """What the pages say, in both languages."""
    return tomllib.loads(read("words.toml"))
