"""What the graph page costs: seconds to write, megabytes, and what a browser needs to open and move it.

Run from the root of a checkout with Debian's chromium installed: ``python benchmarks/page.py [NODES …]``.
Prints a Markdown table, and how busy the machine was.
The graphs are generated (`tests/support/page_records.py`): anybody gets the same.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
from page_records import generated

from kg.export.html import write_page

FRAMES = """async () => {
  const times = [];
  let last = performance.now();
  const until = last + 2500;
  return await new Promise((done) => {
    const step = (now) => {
      times.push(now - last);
      last = now;
      if (now < until) requestAnimationFrame(step);
      else {
        times.sort((a, b) => a - b);
        const total = times.reduce((sum, value) => sum + value, 0);
        done([1000 * times.length / total, times[Math.floor(times.length * 0.95)]]);
      }
    };
    requestAnimationFrame(step);
  });
}"""
SEARCH = "document.getElementById('search').dispatchEvent(new Event('input'))"
TASKS = """window.longest_ = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest_ = Math.max(window.longest_, duration);
}).observe({ type: "longtask", buffered: true });"""
COLUMNS = (
    "nodes",
    "write s",
    "MB",
    "ready s",
    "of it on a processor",
    "first search ms",
    "search ms",
    "panel ms",
    "legend ms",
    "path ms",
    "pan fps",
    "p95 frame ms",
    "longest task ms",
    "heap MB",
    "renderer MB",
)


def measure(nodes: int, folder: Path, chromium: Any) -> list[str]:
    """One row of the table, as text."""
    records = generated(nodes)
    path = folder / f"{nodes}.html"
    start = time.perf_counter()
    with path.open("wb") as file:
        write_page(records, file)
    written = time.perf_counter() - start
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(TASKS)
    busy, start = spent(chromium), time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    ready, busy = time.perf_counter() - start, spent(chromium) - busy
    page.wait_for_timeout(2000)  # as long as a reader takes to aim at the search box
    keys = [entity.id for entity in records.entities]
    row = [
        f"{nodes:,}",
        f"{written:.1f}",
        f"{path.stat().st_size / 1e6:.1f}",
        f"{ready:.1f}",
        f"{busy:.1f}",
        timed(page, SEARCH, "商会"),
        timed(page, SEARCH, "wangxin"),
        timed(page, "document.querySelector('#panel .names .node').click()", wait="#fact-count"),
        timed(page, "document.querySelector('[data-legend=types] input').click()"),
    ]
    page.evaluate("document.getElementById('reset').click()")
    hash = f"'#' + new URLSearchParams({{path: '{keys[3]}', to: '{keys[-3]}'}})"
    row.append(timed(page, f"location.hash = {hash}", wait="#path-length"))
    longest = page.evaluate("window.longest_")
    page.evaluate("document.getElementById('home').click()")
    page.wait_for_timeout(500)
    fps, slow = pan(page)
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    row += [f"{fps:.0f}", f"{slow:.0f}", f"{longest:.0f}", f"{heap:.0f}", f"{memory(chromium):.0f}"]
    page.close()
    return row


def spent(chromium: Any) -> float:
    """Seconds on a processor of all processes of the browser."""
    processes = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(process["cpuTime"] for process in processes))


def memory(chromium: Any) -> float:
    """Resident megabytes of the largest renderer (Linux)."""
    processes = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = []
    for process in processes:
        if process["type"] == "renderer":
            status = Path(f"/proc/{process['id']}/status").read_text(encoding="utf-8")
            sizes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1000)
    return max(sizes)


def timed(page: Page, action: str, text: str = "", wait: str = "") -> str:
    """Milliseconds from an action until the frame after it (and after ``wait`` is there)."""
    code = """([text, wait]) => new Promise((done) => {
      if (text) document.getElementById('search').value = text;
      const start = performance.now();
      ACTION;
      const look = () => !wait || document.querySelector(wait)
        ? done(performance.now() - start) : requestAnimationFrame(look);
      requestAnimationFrame(look);
    })""".replace("ACTION", action)
    return f"{page.evaluate(code, [text, wait]):.0f}"


def pan(page: Page) -> tuple[float, float]:
    """Frames a second and the 95th percentile of a frame in ms, while the canvas is dragged."""
    box = page.locator("#canvas").bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"() => {{ window.frames_ = ({FRAMES})(); }}")
    end = time.perf_counter() + 2.6
    turn = 0
    while time.perf_counter() < end:
        turn += 1
        page.mouse.move(x + (turn * 7) % 240, y + (turn * 5) % 180)
    page.mouse.up()
    fps, slow = page.evaluate("window.frames_")
    return fps, slow


def main(sizes: list[int]) -> None:
    """Print the table."""
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---:|" * len(COLUMNS))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--enable-precise-memory-info"],
        )
        for size in sizes:
            print("| " + " | ".join(measure(size, Path(folder), chromium)) + " |", flush=True)
        chromium.close()
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100, 1000, 5000, 20000])
