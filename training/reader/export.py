"""Writes a trained reader for ONNX Runtime: two graphs of one window each, weights of the matrices in 8 bits.

    python training/reader/export.py outputs/reader.pt outputs/e5 kg/models/reader outputs/train.pkl

The last are texts whose numbers tell how the 8 bits are shared out (`smooth`); every so manieth is looked at.
"""

from __future__ import annotations

import math
import pickle
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from network import HEADS, HIDDEN, Layer, Reader
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from smooth import smooth
from torch import Tensor, nn
from torch.nn import functional

#: of the texts given, so many are looked at
LOOKED_AT = 60

Factors = dict[Layer, dict[str, Tensor]]


def layer(own: Layer, by: dict[str, Tensor], x: Tensor) -> tuple[Tensor, Tensor]:
    even = x * by["q"]
    q, k, v = (f(even).view(-1, HEADS, HIDDEN // HEADS).transpose(0, 1) for f in (own.q, own.k, own.v))
    weights = (q @ k.transpose(1, 2) / math.sqrt(HIDDEN // HEADS)).softmax(-1)
    x = own.aln(x + own.ao((weights @ v).transpose(0, 1).reshape(-1, HIDDEN)))
    return own.oln(x + own.fo(functional.gelu(own.fi(x * by["fi"])) * by["fo"])), weights


class Lower(nn.Module):
    """One window through the lower storey."""

    def __init__(self, own, factors: Factors) -> None:
        super().__init__()
        self.own, self.factors = own, factors

    def forward(
        self, pieces: Tensor, owner: Tensor, place: Tensor, ruled: Tensor, lac: Tensor
    ) -> tuple[Tensor, Tensor]:
        own = self.own
        x = own.norm(own.word(pieces) + own.position.weight[: pieces.shape[0]])
        for one in own.layers:
            x, _ = layer(one, self.factors[one], x)
        c = functional.gelu(
            own.of_piece(x)[owner] + own.of_lac(lac) + own.of_rule(ruled) + own.of_place(place)
        )
        for near in own.near:
            c = c + functional.gelu(near(c.t()[None])[0].t())
        return x, own.tag(c)


class Upper(nn.Module):
    """One window through the upper storey, or the mean of what two say."""

    def __init__(self, own, second, factors: Factors) -> None:
        super().__init__()
        self.own, self.second, self.factors = own, second, factors

    def forward(self, *given: Tensor) -> tuple[Tensor, Tensor]:
        label, status = self._pairs(self.own, *given)
        if self.second is None:
            return label, status
        others = self._pairs(self.second, *given)
        return (label + others[0]) / 2, (status + others[1]) / 2

    def _pairs(
        self,
        own,
        states: Tensor,
        kinds: Tensor,
        first: Tensor,
        last: Tensor,
        kind: Tensor,
        subject: Tensor,
        object: Tensor,
        distance: Tensor,
    ) -> tuple[Tensor, Tensor]:
        x = states + own.kind(kinds)
        for one in own.layers:
            x, weights = layer(one, self.factors[one], x)
        m = functional.gelu(own.mention(torch.cat([x[first], x[last]], -1)) + own.of_kind(kind))
        weights = weights.mean(0)
        weights = weights[first] + weights[last]
        shared = weights[subject] * weights[object]
        around = (shared / (shared.sum(-1, keepdim=True) + 1e-6)) @ x
        pair = own.subject(m)[subject] + own.object(m)[object] + own.product(m[subject] * m[object])
        pair = functional.gelu(pair + own.distance(distance) + own.context(around))
        pair = functional.gelu(own.deep(pair))
        return own.label(pair), own.status(pair)


def write(
    module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict[str, str], path: Path
) -> None:
    dynamic = {name: {0: axis} for name, axis in axes.items()}
    with torch.no_grad():
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=dynamic,
            opset_version=17,
            dynamo=False,
        )


def small(source: Path, target: Path) -> None:
    """Matrices per channel in 8 bits; the embedding of the pieces in 8 bits with a scale a row."""
    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / "between.onnx"
        quantize_dynamic(
            str(source),
            str(between),
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        model = onnx.load(between)
    graph = model.graph
    for item in list(graph.initializer):
        values = numpy_helper.to_array(item)
        if values.ndim == 2 and len(values) > 10_000:
            scale = np.abs(values).max(axis=1, keepdims=True) / 127
            rounded = np.clip(np.round(values / np.maximum(scale, 1e-12)), -127, 127).astype(np.int8)
            [gather] = [n for n in graph.node if n.op_type == "Gather" and n.input[0] == item.name]
            at = list(graph.node).index(gather)
            out, ids = gather.output[0], gather.input[1]
            graph.node.remove(gather)
            graph.initializer.remove(item)
            graph.initializer.append(numpy_helper.from_array(rounded, "pieces_8"))
            graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), "pieces_scale"))
            new = [
                helper.make_node("Gather", ["pieces_8", ids], ["row_8"]),
                helper.make_node("Cast", ["row_8"], ["row_f"], to=TensorProto.FLOAT),
                helper.make_node("Gather", ["pieces_scale", ids], ["row_scale"]),
                helper.make_node("Mul", ["row_f", "row_scale"], [out]),
            ]
            for i, node in enumerate(new):
                graph.node.insert(at + i, node)
    del model.metadata_props[:]
    onnx.save(model, target)


def main(source: str, vocabulary: str, target: str, texts: str) -> None:
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    reader = Reader.load(torch.load(source, weights_only=True))
    reader.eval()
    examples = pickle.loads(Path(texts).read_bytes())
    factors = smooth(reader, examples[:: max(len(examples) // LOOKED_AT, 1)])
    long = lambda *rows: torch.tensor(rows)  # noqa: E731
    low = {
        "pieces": long(0, 5, 6, 7, 2),
        "owner": long(1, 1, 2, 3),
        "place": long(1, 3, 0, 0),
        "ruled": long(0, 1, 2, 0),
        "lac": torch.zeros(4, 256),
    }
    up = {
        "states": torch.randn(5, HIDDEN),
        "kinds": long(0, 1, 2, 3, 0),
        "first": long(1, 3),
        "last": long(2, 3),
        "kind": long(1, 2),
        "subject": long(0, 1, 0),
        "object": long(1, 0, 1),
        "distance": long(1, 2, 3),
    }
    with tempfile.TemporaryDirectory() as name:
        raw = Path(name)
        write(
            Lower(reader.lower, factors),
            low,
            ["states", "tags"],
            {
                "pieces": "pieces",
                **dict.fromkeys(("owner", "place", "ruled", "lac", "tags"), "characters"),
                "states": "pieces",
            },
            raw / "lower.onnx",
        )
        write(
            Upper(reader.upper, reader.second, factors),
            up,
            ["labels", "status"],
            {
                **dict.fromkeys(("states", "kinds"), "pieces"),
                **dict.fromkeys(("first", "last", "kind"), "mentions"),
                **dict.fromkeys(("subject", "object", "distance", "labels", "status"), "pairs"),
            },
            raw / "upper.onnx",
        )
        for part in ("lower.onnx", "upper.onnx"):
            small(raw / part, folder / part)
            print(
                part,
                f"{(raw / part).stat().st_size / 1e6:.1f} MB → {(folder / part).stat().st_size / 1e6:.1f} MB",
            )
    for part in ("pieces.tsv", "folded.tsv"):
        shutil.copyfile(Path(vocabulary) / part, folder / part)
    np.save(folder / "transitions.npy", reader.lower.transitions().detach().numpy().astype(np.float32))


if __name__ == "__main__":
    main(*sys.argv[1:])
