"""The shipped reader as weights that training can go on from: what `export.py` wrote, out of its 8 bits.

    python training/reader/restore.py kg/models/reader outputs/reader.pt

So `train.py --again` needs no earlier run's files. What the rounding took is gone: each weight is right to
one part in 127 of the largest of its row.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from network import never
from onnx import NodeProto, numpy_helper

#: what the names of a graph's parameters begin with, and what the state's do, by the graph
STOREYS = {"lower": {"own": "lower"}, "upper": {"own": "upper", "second": "second"}}
ROUNDED = "_Transposed_quantized"

Arrays = dict[str, np.ndarray]


def storey(path: Path) -> Arrays:
    """The parameters of one graph by their names in `export`, as float32."""
    graph = onnx.load(path).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    constants = {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t)
        for node in graph.node
        if node.op_type == "Constant"
    }
    made_by = {name: node for node in graph.node for name in node.output}
    given_to = {node.input[1]: node for node in graph.node if node.op_type == "MatMulInteger"}
    found = {}
    for name, values in arrays.items():
        if name.endswith(ROUNDED):
            weight = name.removesuffix(ROUNDED)
            scale = arrays[f"{weight}_Transposed_scale"]
            assert not arrays[f"{weight}_Transposed_zero_point"].any()
            matrix = values.astype(np.float32) * scale
            factor = _factor(given_to[name], made_by, {**arrays, **constants})
            found[weight] = (matrix if factor is None else matrix * factor[:, None]).T
        elif name == "pieces_8":
            found["own.word.weight"] = values.astype(np.float32) * arrays["pieces_scale"]
        elif name.startswith(("own.", "second.")) and "_Transposed_" not in name:
            found[name] = values
    return found


def _factor(product: NodeProto, made_by: dict[str, NodeProto], known: Arrays) -> np.ndarray | None:
    """What `smooth` multiplies the input of a matrix by, channel by channel."""
    rounding = made_by[product.input[0]]
    before = made_by.get(rounding.input[0])
    if before is None or before.op_type != "Mul":
        return None
    factors = [known[name] for name in before.input if name in known and known[name].ndim == 1]
    return factors[0] if factors else None


def restore(folder: Path) -> dict[str, torch.Tensor]:
    """The state of `network.Reader` that a folder of `export.py` holds."""
    state = {}
    for graph, parts in STOREYS.items():
        for name, values in storey(folder / f"{graph}.onnx").items():
            part, _, rest = name.partition(".")
            state[f"{parts[part]}.{rest}"] = torch.tensor(values)
    state["lower.follow"] = torch.tensor(np.load(folder / "transitions.npy")) - never()
    return state


def main(source: str, target: str) -> None:
    state = restore(Path(source))
    sizes = {part: _layers(state, part) for part in ("lower", "upper", "second")}
    torch.save({"state": state, **sizes}, target)
    print(f"{sum(values.numel() for values in state.values())} weights, layers {sizes}")


def _layers(state: dict[str, torch.Tensor], part: str) -> int:
    return len({name.split(".")[2] for name in state if name.startswith(f"{part}.layers.")})


if __name__ == "__main__":
    main(*sys.argv[1:])
