"""``python tests/support/audit.py``: known vulnerabilities of what ``requirements.lock`` names.

Asks the public advisory service through pip-audit. Status 1 where one is known; where the service cannot
be reached, one line says so, and that fails only where ``CI`` is set: there somebody relies on the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from paths import ROOT

LOCK = ROOT / "requirements.lock"


def asked() -> str:
    """What pip-audit writes of the lock file, as JSON; empty where it failed before it could write."""
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--format", "json"]
    command += ["--no-deps", "--disable-pip", "--requirement", str(LOCK)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def verdict(answer: str, strict: bool) -> tuple[int, list[str]]:
    """The status to end with and the lines to print; ``strict`` where no answer is a failure."""
    packages = json.loads(answer)["dependencies"] if answer else []
    known = [
        f"{item['name']} {item['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or '-'}"
        for item in packages
        for found in item.get("vulns", ())
    ]
    if known:
        return 1, known
    unheard = sum("skip_reason" in item for item in packages)
    if packages and not unheard:
        return 0, [f"audit: {len(packages)} packages, no known vulnerability"]
    count = f"{unheard} of {len(packages)} packages" if packages else "any package"
    return 2 * strict, [f"audit: the advisory service said nothing of {count}; try again where it is reached"]


if __name__ == "__main__":
    status, lines = verdict(asked(), bool(os.environ.get("CI")))
    print("\n".join(lines))
    sys.exit(status)
