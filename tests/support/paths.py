"""Where things stand: the one place in the tests that knows the tree."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
ARTICLES = DATA / "articles"
#: texts and gold beside the checkout; not everywhere
SHARED = ROOT.parent / "shared"
