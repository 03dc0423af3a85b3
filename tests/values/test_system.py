"""Whatever the system refuses is said in both languages, without numbers or English in Chinese."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from kg.values.system import _REASONS, why
from kg.words import messages
from kg.words.messages import say

ERRORS: list[OSError] = [OSError(number, words, "a.txt") for number, words in _REASONS.items()]
ERRORS += [socket.gaierror(-2, "Name or service not known"), TimeoutError("timed out")]


@pytest.fixture
def chinese() -> Iterator[None]:
    messages.set_language("zh")
    yield
    messages.set_language("en")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_each_reason_is_said_in_chinese(error: OSError) -> None:
    said = say(why(error))
    assert re.search("[\u4e00-\u9fff]", said)
    assert not re.search("[A-Za-z0-9]", said)


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_each_reason_is_plain_english(error: OSError) -> None:
    assert re.fullmatch("[A-Za-z/ -]+", why(error))


def test_an_unknown_reason_stays_as_the_system_says_it() -> None:
    assert why(OSError(99999, "Odd\n thing")) == "Odd thing"
    assert why(ValueError("no  error of the system")) == "no error of the system"
