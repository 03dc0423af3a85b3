"""A running ``kg serve --edit``, and a form sent to it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from serving import FORM, Server


class Editor:
    """A server to judge in, its folder, and the cookie that it asks for."""

    def __init__(self, build_folder: Path, keep: Path, language: str = "en") -> None:
        command = [sys.executable, "-m", "kg", "--lang", language, "serve", str(build_folder), "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--edit", "--keep", str(keep)], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        self.address, self.keep = found[0], keep
        self.server = Server(self.address.partition("?")[0])
        first = self.server.ask("GET", f"/?{urlsplit(self.address).query}")
        self.cookie = first.headers["Set-Cookie"].partition(";")[0]

    def get(self, path: str) -> Any:
        return self.server.ask("GET", path, Cookie=self.cookie, Accept="text/html", Accept_Language="en")

    def post(self, path: str, **form: str) -> Any:
        origin = self.server.address.rstrip("/")
        return self.server.ask(
            "POST", path, urlencode(form), Cookie=self.cookie, Content_Type=FORM, Origin=origin,
            Accept_Language="en",
        )  # fmt: skip

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()  # type: ignore[union-attr]
