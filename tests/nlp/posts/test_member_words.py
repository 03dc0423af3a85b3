"""Member words: who is of a body without a post."""

from __future__ import annotations

from language import said

from kg.lexicon import load_lexicon
from kg.nlp.posts.member_words import MemberWords
from kg.nlp.spans.mention import ORG, Mention

WORDS = MemberWords(load_lexicon())


def test_words_between_a_body_and_a_name() -> None:
    assert WORDS.fill("全体干部")
    assert not WORDS.fill("")
    assert not WORDS.fill("召开会议，")


def test_words_after_a_body() -> None:
    text = "李明、王强等东湖区商会会员到会"
    body = text.index("会员")
    assert WORDS.after(text, body) == body + len("会员")
    assert WORDS.after(text, body + len("会员")) is None


def test_a_body_whose_end_is_of_the_word() -> None:
    name, above = "东湖区人大常委会机关", "东湖区人大常委会"
    body = Mention(0, len(name), ORG, name, entity=name)
    found = WORDS.above(body, "干部", frozenset({name, above}))
    assert (found.text, found.end, found.entity) == (above, len(above), above)
    assert WORDS.above(body, "干部", frozenset({name})) is body


def test_members() -> None:
    assert said("东湖区税务局干部陈芳到会。", "memberOf") == ["陈芳 > 东湖区税务局"]
    assert said("东湖区税务局召开会议，陈芳到会。", "memberOf") == []
    assert said("李明、王强等东湖区商会会员到会。", "memberOf") == ["李明 > 东湖区商会", "王强 > 东湖区商会"]
