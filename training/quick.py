"""Makes `spacy train` some five times faster: pass as ``--code training/quick.py``.

LAC reads each sentence of the corpus once, not once an epoch; and products of matrices go to numpy,
whose OpenBLAS knows more processors than the blis that thinc brings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from thinc.api import NumpyOps

from kg.nlp.tokens.lac import Lac


def _once(name: str) -> None:
    method, known = getattr(Lac, name), {}

    def remembered(self: Lac, texts: list[str]) -> list[Any]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, method(self, new), strict=True))
        return [known[text] for text in texts]

    setattr(Lac, name, remembered)


def _product(
    self: NumpyOps, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
) -> Any:
    return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


_once("run")
_once("hidden")
NumpyOps.gemm = _product
