"""A process that extracts articles for another one, as long as that one lives."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path

from kg.build.cache import Cache
from kg.build.extraction import Task, broke, extract_alone, extract_one
from kg.errors import KGError
from kg.given import Given, use
from kg.model import Article
from kg.values.system import why

#: what a worker says of itself: it can begin, or never will
READY, BROKEN = "ready", "broken"
#: a text without a word of any language
WARM = "1. 2, 3; 4."


def serve(link: Connection, hidden: Path, model: str | None, base: str, given: Given) -> None:
    """Take (task, seconds) from ``link`` and answer with what is wrong with the article, or nothing.

    An article that takes much longer than its seconds ends the process, also where nobody is left to do so.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends us
    _die_with_parent()
    from kg.cleaning import clean
    from kg.nlp import load_nlp

    use(given)
    cache = Cache(hidden)
    try:
        nlp = load_nlp(model)
    except KGError as error:
        link.send((BROKEN, type(error).__name__, error.args[0]))  # a Phrase stays one
        return
    extract_alone(*clean(Article("", "", WARM, "")), nlp, base)  # what loads late does not count against any
    link.send((READY, "", ""))
    with Path(os.devnull).open("w") as nowhere:
        while True:
            try:
                task, seconds = link.recv()
            except (EOFError, OSError):
                return
            assert isinstance(task, Task)
            faulthandler.dump_traceback_later(2 * seconds + 5, exit=True, file=nowhere)
            try:
                answer = ("", extract_one(task, cache, nlp, base))
            except OSError as error:
                answer = (BROKEN, why(error))
            except Exception as error:  # whatever an article brings about, the others go on
                answer = (READY, broke(error))
            faulthandler.cancel_dump_traceback_later()
            link.send(answer)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
