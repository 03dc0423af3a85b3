"""Pages of entities and articles: every fact with its sentence, the same on a server and in a folder."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from lxml import html as lxml_html
from page_records import HOSTILE, gold_records, hostile_records
from records import article, entity, records, ref, statement

from kg.catalogue import Catalogue, Filters, in_memory
from kg.model import Evidence, Merge, Records, Span
from kg.portrait import LANGUAGES, Addresses, file_of, leaves, look_up, portray, portray_article, render
from kg.portrait.pieces import pieces
from kg.portrait.render import words
from kg.values.iri import BASE


@pytest.fixture(scope="module")
def gold() -> Records:
    return gold_records()


@pytest.fixture(scope="module")
def catalogue(gold: Records) -> Catalogue:
    return in_memory(gold)


def page(catalogue: Catalogue, iri: str, language: str = "zh") -> lxml_html.HtmlElement:
    portrait = portray(catalogue, iri)
    assert portrait is not None
    return lxml_html.fromstring(render("entity.html", language, Addresses(catalogue.base), portrait=portrait))


def parsed_page(source: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8")
    return lxml_html.fromstring(source.encode("utf-8", "replace"), parser=parser)


def text(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_statement_stands_there_with_its_sentence(gold: Records, catalogue: Catalogue) -> None:
    articles = {item.doc: item for item in gold.articles}
    for item in gold.entities[::15]:
        shown = page(catalogue, item.id)
        quoted = {quote.get("data-statement"): text(quote) for quote in shown.iter("blockquote")}
        for said in gold.statements:
            if item.id in (said.subject.id, said.object.id if said.object else ""):
                assert said.id in quoted
                for piece in said.evidence:
                    raw = articles[said.doc].raw[piece.span.start : piece.span.end]
                    assert re.sub(r"\s", "", raw) in re.sub(
                        r"\s",
                        "",
                        "".join(
                            text(q) for q in shown.iter("blockquote") if q.get("data-statement") == said.id
                        ),
                    )


def test_what_articles_say_alike_is_one_line(catalogue: Catalogue) -> None:
    source, other = (
        article("甲", "武侯区主任李燎。"),
        article("乙", "据悉，武侯区主任李燎。", date="2022-01-02"),
    )
    person, body = entity("Person", "李燎", "甲", "乙"), entity("Organization", "武侯区", "甲", "乙")
    said = [
        statement(item, "holdsPosition", person, body, "武侯区主任李燎", title="主任")
        for item in (source, other)
    ]
    made = in_memory(Records((source, other), (person, body), tuple(said), (), BASE))
    portrait = portray(made, person.id)
    assert portrait is not None
    [post] = portrait.posts
    assert (post.what, len(post.quotes), post.reported) == ("主任", 2, "2022-01-02")
    assert [item.doc for item in portrait.articles] == ["甲", "乙"]
    made.close()


@pytest.mark.parametrize(
    ("language", "said", "counted"),
    [
        (
            "zh",
            "3 篇文章都这样说，其中 2 篇各自独立（其余是转载）",
            "3 篇文章，其中 2 篇各自独立（其余是转载）",
        ),
        ("en", "3 articles say so, 2 of them independent (the others are reprints)", "3 articles, 2 of them"),
    ],
)
def test_reprints_are_no_sources_of_their_own(language: str, said: str, counted: str) -> None:
    sources = [article(doc, f"{doc}：武侯区主任李燎。") for doc in "甲乙丙"]
    sources[2] = replace(sources[2], reprint_of="甲")
    person, body = entity("Person", "李燎", *"甲乙丙"), entity("Organization", "武侯区", *"甲乙丙")
    held = [statement(s, "holdsPosition", person, body, "武侯区主任李燎", title="主任") for s in sources]
    made = in_memory(Records(tuple(sources), (person, body), tuple(held), (), BASE))
    shown = page(made, person.id, language)
    assert text(shown.xpath("//*[@class='said-by']")[0]) == said
    assert counted in text(shown.get_element_by_id("count"))
    made.close()


def test_posts_timeline_chain_merges(catalogue: Catalogue) -> None:
    made = in_memory(records())
    liao = next(item for item in made.entities() if item.name == "李燎")
    shown = page(made, liao.id)
    assert "武侯区人大常委会" in text(shown.xpath("//table")[0])
    dates = [text(item) for item in shown.xpath("//*[@id='timeline']//time")]
    assert dates == sorted(dates)
    assert "2022-09-01" in dates
    assert shown.xpath("//*[@id='merges']//li")
    street = next(item for item in made.entities() if item.name == "玉林街道")
    chain = [text(item) for item in page(made, street.id).xpath("//*[@id='chain']//li")]
    assert chain == ["四川省", "成都市", "武侯区", "玉林街道"]
    made.close()


def test_a_subject_that_the_sentence_does_not_name_is_said_to_be_borrowed() -> None:
    source = article("甲", "李燎主持会议。随后他到玉林街道督导。")
    person, street = entity("Person", "李燎", "甲"), entity("Place", "玉林街道", "甲")
    bare = statement(source, "supervises", person, street, "他到玉林街道督导")
    span = Span(7, 17)
    evidence = Evidence(
        "他到玉林街道督导", bare.evidence[0].span, span, subject=Span(0, 2), object=Span(11, 15)
    )
    made = in_memory(Records((source,), (person, street), (replace(bare, evidence=(evidence,)),), (), BASE))
    shown = page(made, person.id)
    assert "主体取自文中别处:李燎" in text(shown).replace(": ", ":")
    assert shown.xpath("//*[@id='borrowed']//li")
    assert text(shown.xpath("//mark[@class='object']")[0]) == "玉林街道"
    made.close()


def test_both_languages_say_everything(catalogue: Catalogue, gold: Records) -> None:
    assert all(len(forms) == 2 and all(forms) for forms in words().values())
    for language in LANGUAGES:
        shown = page(catalogue, gold.entities[0].id, language)
        assert shown.get("lang") == language
        assert "Undefined" not in text(shown)
    english = text(page(catalogue, gold.entities[0].id, "en"))
    names = "".join(unescape(item.name) for item in gold.entities)
    assert "把握" not in english.replace(names, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_text(language: str) -> None:
    made = in_memory(hostile_records())
    at = Addresses(made.base)
    pages = [render("entity.html", language, at, portrait=portray(made, item.id)) for item in made.entities()]
    pages += [
        render("article.html", language, at, portrait=portray_article(made, item.doc, "捐给"))
        for item in made.articles()
    ]
    form = {"relations": [], "types": [], "statuses": [], "outlets": [(text, text) for text in HOSTILE]}
    for word in HOSTILE:
        asked = Filters.of({"q": word, "outlet": word, "place": word})
        results = look_up(made, Filters.of({"q": word}))
        pages.append(render("search.html", language, at, results=results, **form, asked=asked))
    for source in pages:
        parsed = lxml_html.fromstring(
            source.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
        assert list(parsed.iter("script", "img", "svg", "iframe", "base", "object")) == []
        assert len(list(parsed.iter("style"))) == 1
        for element in parsed.iter():
            assert not [name for name in element.attrib if name.startswith("on")]
            for name in ("href", "src", "action"):
                value = element.get(name, "")
                assert value == "data:," or re.match(r"(https?://|/(?!/)|#|$)", value), value
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", parsed.find("body").text_content())
    made.close()


def test_what_hides_or_turns_the_text_is_shown() -> None:
    assert [(item.text, item.kind) for item in pieces("甲\u202e乙", [(0, 1, "subject")])] == [
        ("甲", "subject"), ("U+202E", "hidden"), ("乙", ""),
    ]  # fmt: skip


def test_a_traditional_source_is_quoted_as_it_is() -> None:
    source = article("甲", "張顯友到玉林街道督導。")
    person, street = (
        entity("Person", "张显友", "甲", traditional=("張顯友",)),
        entity("Place", "玉林街道", "甲"),
    )
    said = statement(source, "supervises", person, street, "張顯友到玉林街道督導")
    clean = replace(said, evidence=(replace(said.evidence[0], quote="张显友到玉林街道督导"),))
    made = in_memory(Records((source,), (person, street), (clean,), (), BASE))
    assert text(page(made, person.id).xpath("//q")[0]) == "張顯友到玉林街道督導"
    made.close()


def test_a_folder_of_pages_links_within_itself(gold: Records) -> None:
    files = dict(leaves(gold, "zh"))
    assert len(files) == len(gold.entities) + len(gold.articles)
    some = [file_of("entity", gold.entities[3].id), file_of("article", gold.articles[0].doc)]
    for name in some:
        shown = lxml_html.fromstring(files[name].decode())
        policy = shown.xpath("//meta[@http-equiv]")[0].get("content")
        assert "script" not in policy
        links = [link.get("href").partition("#")[0] for link in shown.iter("a")]
        inside = [link.removeprefix("../") for link in links if link.startswith("../")]
        assert inside
        assert all(link in files or link == "index.html" for link in inside)
    assert dict(leaves(gold, "zh")) == files


def test_an_address_of_the_server() -> None:
    at = Addresses(BASE)
    assert at.entity(f"{BASE}person/%E6%9D%8E-1") == "/id/person/%E6%9D%8E-1"
    assert at.entity("javascript:alert(1)") == "/entity?iri=javascript%3Aalert%281%29"
    assert at.entity(f"{BASE}../x") == "/entity?iri=" + "https%3A%2F%2Fw3id.org%2Fzhkg%2Fid%2F..%2Fx"


def test_merges_are_told_with_their_reasons() -> None:
    source = article("甲", "李燎。")
    person = entity("Person", "李燎", "甲")
    merged = Merge(person.id, f"{BASE}person/other", ("一样的职务", "<b>"))
    made = in_memory(Records((source,), (person,), (), (merged,), BASE))
    assert "一样的职务; <b>" in text(page(made, person.id).xpath("//*[@id='merges']//li")[0])
    assert ref(person).id == portray(made, merged.replaced).entity.id  # type: ignore[union-attr]
    made.close()
