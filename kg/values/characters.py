"""Characters that every format can hold, so that all ways out say the same."""

from __future__ import annotations

import re

# what XML 1.0 lacks or advises against; nothing of it is printable
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def sayable(text: str) -> str:
    """``text`` with U+FFFD for each character that XML lacks."""
    return text if text.isprintable() else _UNSAID.sub("\ufffd", text)
