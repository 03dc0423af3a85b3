"""The notebooks, run from top to bottom in a folder that looks like the checkout.

``python tests/support/notebooks.py`` keeps what they print now in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: kinds of output that are kept, and so many characters of them: a page of a graph is none
KINDS, LONGEST = ("text/plain", "text/html"), 20_000


def run(path: Path) -> dict[str, Any]:
    """A notebook with what its cells print now, run by IPython in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        for linked in ("tests", "docs"):
            (Path(name) / linked).symlink_to(ROOT / linked, target_is_directory=True)
        (Path(name) / "notebooks").mkdir()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": name}
        command = [sys.executable, __file__, str(path)]
        done = subprocess.run(command, cwd=Path(name) / "notebooks", env=env, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def executed(book: dict[str, Any]) -> dict[str, Any]:
    """The notebook with its code run here, and what that gives as the cells' outputs."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    number = 0
    for cell in book["cells"]:
        if cell["cell_type"] != "code":
            continue
        number += 1
        with capture_output() as shown:
            result = shell.run_cell("".join(cell["source"]), store_history=False)
        result.raise_error()
        cell["execution_count"] = number
        cell["outputs"] = []
        if shown.stdout and result.result is None:
            text = shown.stdout.splitlines(keepends=True)
            cell["outputs"].append({"name": "stdout", "output_type": "stream", "text": text})
        if result.result is not None:
            data, _ = shell.display_formatter.format(result.result, include=KINDS)
            kept = {
                kind: text.splitlines(keepends=True) for kind, text in data.items() if len(text) < LONGEST
            }
            made = {"data": kept, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
            cell["outputs"].append(made)
    return book


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(executed(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
    else:
        for file in NOTEBOOKS:
            text = json.dumps(run(file), ensure_ascii=False, indent=1) + "\n"
            file.write_text(text, encoding="utf-8")
