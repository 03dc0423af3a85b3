"""What the tests share: the demo build, the seeds beside the project, and what a run leaves out.

``make test`` runs plain ``pytest``: tests marked ``system("chromium")`` are deselected and listed at
the end, with ``-n 2`` too. ``pytest --left-out`` runs exactly those. With ``KG_NO_SKIPS=1`` a skipped
test fails the run, but for those over ``../shared`` where that folder does not exist.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT, SHARED
from records import small_records

LEFT_OUT = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, headless; one for all, since Playwright runs one loop a process."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "install Debian's chromium (make test-all does)"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def articles(root: Path) -> Path:
    """The folder of the sample articles."""
    return root / "tests" / "data" / "articles"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the seed articles; skips where the project stands alone."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("needs ../shared/seeds, which is not beside the checkout")
    return SHARED / "seeds"


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory: pytest.TempPathFactory, articles: Path) -> Path:
    """The build of the sample articles, made once a session. Read only."""
    from kg.build import build

    out = tmp_path_factory.mktemp("demo") / "demo"
    report = build([articles], out, model="fast")
    assert not report.problems
    return out


@pytest.fixture(scope="session")
def small_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of four statements made by hand, for tests that need no language model. Read only."""
    from kg.build import write_build

    out = tmp_path_factory.mktemp("small") / "small"
    write_build(small_records(), out)
    return out


@pytest.fixture
def run_kg(root: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs ``kg ARGS`` in a process of its own, in English, as ``run_kg(*args, stdin=b"", **env)``."""

    def run(*args: object, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, args)],
            input=stdin,
            capture_output=True,
            cwd=root,
            env={**os.environ, "LC_ALL": "C.UTF-8", **env},
            timeout=300,
        )

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--left-out", action="store_true", help="run only what needs a system package")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    system = [item for item in items if item.get_closest_marker("system")]
    if config.getoption("--left-out"):
        dropped = [item for item in items if item not in system]
        items[:] = system
    else:
        dropped = system
        items[:] = [item for item in items if item not in system]
        for item in system:
            marker = item.get_closest_marker("system")
            assert marker is not None
            config.stash[LEFT_OUT].append((item.nodeid, "needs " + ", ".join(map(str, marker.args))))
    if dropped:
        config.hook.pytest_deselected(items=dropped)


def _refused(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Whether a skip fails a run that may skip nothing."""
    return bool(os.environ.get("KG_NO_SKIPS")) and (
        "../shared" not in str(report.longrepr) or SHARED.exists()
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    yield
    rows = config.stash[LEFT_OUT].copy()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        mark = " (fails this run: KG_NO_SKIPS is set)" if _refused(report) else ""
        rows.append((report.nodeid, reason.removeprefix("Skipped: ") + mark))
    terminalreporter.section("left out" if rows else "nothing left out")
    for (path, reason), count in Counter(
        (nodeid.partition("::")[0], reason) for nodeid, reason in rows
    ).items():
        terminalreporter.write_line(f"{path}: {count} {'test' if count == 1 else 'tests'}, {reason}")
    if config.stash[LEFT_OUT]:
        terminalreporter.write_line("`make test-all` installs what these need and runs them too.")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker of ``pytest -n`` has left out; each of them collects everything."""
    found = getattr(node, "workeroutput", {}).get("left_out", [])
    node.config.stash[LEFT_OUT] = [tuple(pair) for pair in found] or node.config.stash[LEFT_OUT]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if session.exitstatus == pytest.ExitCode.OK and any(map(_refused, skipped)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
