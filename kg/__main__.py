"""``python -m kg``."""

from __future__ import annotations

import sys

from kg.cli import main

if __name__ == "__main__":  # worker processes import it again
    sys.exit(main())
