"""What a page in a browser must hold: it has arrived, no barrier is serious, none too wide."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe


def arrived(page: Any, selector: str) -> None:
    """Waits until the page that a click or a form leads to is there as a whole, known by ``selector``."""
    page.wait_for_selector(selector)
    page.wait_for_load_state()


def wide_and_serious(page: Any, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []


def serious(page: Any) -> list[tuple[str, Any]]:
    found = Axe().run(page).response["violations"]
    return [
        (item["id"], [node["html"][:200] for node in item["nodes"]])
        for item in found
        if item["impact"] in ("serious", "critical")
    ]
