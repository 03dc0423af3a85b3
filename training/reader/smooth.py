"""Evens out what goes into the layers' matrices, so that 8 bits suffice for it.

What the GELU lets through has a few channels a hundred times as large as the rest, and one scale has to do
for all of them. Such channels are divided by a factor, and the matrix is multiplied by it: the same products,
of numbers of one size (SmoothQuant: Xiao et al. 2023, arXiv:2211.10438).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import torch
from batches import batches
from example import Example
from network import Layer, Reader
from torch import Tensor, nn
from train import lower, upper

#: how much of the differences between channels the matrix takes over; of 0.5 to 1 the one that changed least
SHARE = 0.8


def smooth(reader: Reader, examples: Sequence[Example]) -> dict[Layer, dict[str, Tensor]]:
    """Scales the layers' matrices; by what their inputs must be multiplied, by the first matrix's name."""
    uppers = [part for part in (reader.upper, reader.second) if part is not None]
    layers = [layer for part in (reader.lower, *uppers) for layer in part.layers]
    sizes = _sizes(reader, layers, examples)
    return {layer: _smooth(layer, sizes) for layer in layers}


@torch.no_grad()
def _sizes(reader: Reader, layers: Iterable[Layer], examples: Iterable[Example]) -> dict[nn.Module, Tensor]:
    """The largest number that goes into each channel of the matrices."""
    sizes: dict[nn.Module, Tensor] = {}

    def see(matrix: nn.Module, given: tuple[Tensor, ...]) -> None:
        size = given[0].abs().amax(0)
        sizes[matrix] = torch.maximum(sizes.get(matrix, size), size)

    matrices = [m for layer in layers for m in (layer.q, layer.ao, layer.fi, layer.fo)]
    hooks = [matrix.register_forward_pre_hook(see) for matrix in matrices]
    rng = random.Random(0)
    for window in (b for example in examples for b in batches(example, 0.3, rng)):
        upper(reader, lower(reader, window)[0], window)
    for hook in hooks:
        hook.remove()
    return sizes


def _smooth(layer: Layer, sizes: dict[nn.Module, Tensor]) -> dict[str, Tensor]:
    factors = {}
    for first, matrices in (("q", (layer.q, layer.k, layer.v)), ("fi", (layer.fi,)), ("fo", (layer.fo,))):
        scale = _scale(sizes[matrices[0]], matrices)
        for matrix in matrices:
            matrix.weight.data *= scale
        factors[first] = 1 / scale
    scale = _scale(sizes[layer.ao], (layer.ao,))
    layer.ao.weight.data *= scale
    layer.v.weight.data /= scale[:, None]  # attention mixes rows, not channels
    layer.v.bias.data /= scale
    return factors


def _scale(size: Tensor, matrices: Iterable[nn.Linear]) -> Tensor:
    weight = torch.stack([matrix.weight.data.abs().amax(0) for matrix in matrices]).amax(0)
    scale = size.clamp(min=1e-5) ** SHARE / weight.clamp(min=1e-5) ** (1 - SHARE)
    return scale / scale.mean()
