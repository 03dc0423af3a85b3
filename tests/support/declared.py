"""What ``pyproject.toml`` declares: the one list of extras that a user may want is ``all`` there."""

from __future__ import annotations

import tomllib

from packaging.requirements import Requirement
from paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = sorted(Requirement(PROJECT["optional-dependencies"]["all"][0]).extras)
#: extras for whoever changes the project
TOOLS = {"dev", "docs", "fuzz", "system", "train"}
#: extras for a user that ``all`` leaves out, since they are as large as all others
LARGE = {"spark"}
#: what a user installs with every extra, a requirement a line
LINES: list[str] = [
    *PROJECT["dependencies"],
    *(line for name in EXTRAS for line in PROJECT["optional-dependencies"][name]),
]
