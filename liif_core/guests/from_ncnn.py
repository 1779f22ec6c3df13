# SPDX-License-Identifier: Apache-2.0
"""A network for ncnn as an ONNX model.

Known are the layers that networks for pictures are made of. What passes between them has the axes
(1, channels, height, width) always: what ncnn keeps in one axis, such as the means of all channels,
has a height and width of 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import onnx

from liif_core.errors import LiifError
from liif_core.guests.ncnn_graph import Layer
from liif_core.guests.ncnn_weights import Array, Weights
from liif_core.guests.onnx_building import INPUT, Builder

MOST_CHANNELS = 1 << 16
_REST = -233
"""Of a parameter: as much as there is left, or as another input says."""
_SAME, _SAME_LOWER = -233, -234
"""Of a padding: as much as keeps the size."""
_BINARY = ("Add", "Sub", "Mul", "Div", "Max", "Min", "Pow")
_REVERSED = {7: "Sub", 8: "Div"}
_UNARY = {0: "Abs", 1: "Neg", 2: "Floor", 3: "Ceil", 5: "Sqrt", 7: "Exp", 8: "Log", 16: "Tanh"}
_RESIZE = {1: "nearest", 2: "linear", 3: "cubic"}


class Blob(NamedTuple):
    """What passes between layers."""

    name: str
    """In the ONNX graph."""
    channels: int
    flat: bool = False
    """Whether it has channels only, a height and width of 1."""


def convert_ncnn(layers: tuple[Layer, ...], data: bytes) -> onnx.ModelProto:
    """The network of ``layers`` with the weights ``data`` as an ONNX model, as
    :meth:`Builder.finish` has it.

    Raises :class:`LiifError` for a layer that is not known, and for weights that do not fit.
    """
    return _Conversion(data).run(layers)


class _Conversion:
    """Of one network."""

    def __init__(self, data: bytes) -> None:
        self.graph = Builder()
        self.weights = Weights(data)
        self.blobs: dict[str, Blob] = {}

    def run(self, layers: tuple[Layer, ...]) -> onnx.ModelProto:
        inputs = [layer for layer in layers if layer.kind == "Input"]
        if len(inputs) != 1 or len(inputs[0].outputs) != 1:
            raise LiifError(f"it has {len(inputs)} inputs, and not one picture")
        used = {name for layer in layers for name in layer.inputs}
        ends = [name for layer in layers for name in layer.outputs if name not in used]
        if len(ends) != 1:
            raise LiifError(f"it has {len(ends)} outputs, and not one picture")
        channels = self._input_channels(inputs[0], layers)
        self.blobs[inputs[0].outputs[0]] = Blob(INPUT, channels)
        for layer in layers:
            if layer.kind != "Input":
                self._translate(layer)
        self.weights.finish()
        end = self.blobs[ends[0]]
        return self.graph.finish(end.name, channels, end.channels)

    @staticmethod
    def _input_channels(layer: Layer, layers: tuple[Layer, ...]) -> int:
        """As it says, or, as few say it, as the first convolution of it needs them."""
        if given := layer.whole(2, 0):
            return given
        names = set(layer.outputs)
        for other in layers:
            if not names.intersection(other.inputs):
                continue
            if other.kind == "Split":
                names.update(other.outputs)
            elif other.kind == "Convolution":
                across = other.whole(1, 1)
                kernel = across * other.whole(11, across) * max(1, other.whole(0, 1))
                return other.whole(6, 0) // max(1, kernel)
        return 3

    def _translate(self, layer: Layer) -> None:
        translate = _LAYERS.get(layer.kind)
        if translate is None:
            raise LiifError(f"it has a layer {layer.kind[:40]}, which LIIF does not know")
        least = 2 if layer.kind in ("Concat", "Eltwise") else 1
        if len(layer.inputs) < (0 if layer.kind == "MemoryData" else least):
            raise layer.refused("has too few inputs")
        made = translate(self, layer, [self.blobs[name] for name in layer.inputs])
        if len(made) != len(layer.outputs):
            raise layer.refused(f"has {len(layer.outputs)} outputs")
        for blob in made:
            if not 1 <= blob.channels <= MOST_CHANNELS:
                raise layer.refused(f"makes {blob.channels} channels")
        self.blobs.update(zip(layer.outputs, made, strict=True))

    # Each of these takes a layer and its inputs, and gives back its outputs.

    def split(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        return [given[0]] * len(layer.outputs)

    def convolution(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, (outputs, kernel, stride, dilation) = given[0], self._window(layer)
        groups = layer.whole(7, 1) if layer.kind.endswith("DepthWise") else 1
        if layer.whole(8, 0) or layer.whole(19, 0):
            raise layer.refused("has weights in 8 bits, or none of its own")
        shape = self._shape(layer, (outputs, source.channels // max(1, groups), *kernel))
        self._check_groups(layer, groups, source.channels, outputs)
        weight = self.weights.take(layer.whole(6, 0)).reshape(shape)
        made = self._convolved(
            "Conv", layer, source, weight, outputs, group=groups, strides=stride,
            dilations=dilation, kernel_shape=kernel, **self._pads(layer),
        )  # fmt: skip
        return [Blob(self._activated(layer, made), outputs, source.flat)]

    def deconvolution(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, (outputs, kernel, stride, dilation) = given[0], self._window(layer)
        groups = layer.whole(7, 1) if layer.kind.endswith("DepthWise") else 1
        if layer.whole(20, 0) or layer.whole(21, 0) or layer.whole(28, 0):
            raise layer.refused("says how large its result is")
        self._check_groups(layer, groups, source.channels, outputs)
        inner = outputs // groups
        shape = self._shape(layer, (groups, inner, source.channels // groups, *kernel))
        weight = self.weights.take(layer.whole(6, 0)).reshape(shape)
        weight = weight.swapaxes(1, 2).reshape(source.channels, inner, *kernel)
        pads = self._pads(layer)
        if "auto_pad" in pads:
            raise layer.refused("has a padding that LIIF does not know")
        made = self._convolved(
            "ConvTranspose", layer, source, weight, outputs, group=groups, strides=stride,
            dilations=dilation, kernel_shape=kernel, **pads,
            output_padding=[layer.whole(19, layer.whole(18, 0)), layer.whole(18, 0)],
        )  # fmt: skip
        return [Blob(self._activated(layer, made), outputs)]

    def inner_product(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, outputs = given[0], layer.whole(0, 0)
        if not source.flat:
            raise layer.refused("takes pictures of one size only")
        if layer.whole(8, 0):
            raise layer.refused("has weights in 8 bits")
        shape = (outputs, source.channels, 1, 1)
        if layer.whole(2, 0) != int(np.prod(shape)):
            raise layer.refused("has weights of another size than its input")
        weight = self.weights.take(layer.whole(2, 0)).reshape(shape)
        inputs = [source.name, self.graph.constant(weight)]
        if layer.whole(1, 0):
            inputs.append(self.graph.constant(self.weights.take_plain(outputs)))
        made = self.graph.add("Conv", *inputs)
        return [Blob(self._activated(layer, made), outputs, flat=True)]

    def prelu(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, count = given[0], layer.whole(0, 0)
        if count not in (1, source.channels):
            raise layer.refused(f"has {count} slopes for {source.channels} channels")
        slope = self.weights.take_plain(count).reshape(-1, 1, 1)
        return [source._replace(name=self._leaky(source.name, slope))]

    def relu(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        slope = layer.number(0, 0)
        return self._each(given, lambda name: self._relu(name, slope))

    def sigmoid(self, _: Layer, given: list[Blob]) -> list[Blob]:
        return self._each(given, lambda name: self.graph.add("Sigmoid", name))

    def tanh(self, _: Layer, given: list[Blob]) -> list[Blob]:
        return self._each(given, lambda name: self.graph.add("Tanh", name))

    def swish(self, _: Layer, given: list[Blob]) -> list[Blob]:
        return self._each(given, self._swish)

    def clip(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        low, high = layer.number(0, -3e38), layer.number(1, 3e38)
        return self._each(given, lambda name: self._clipped(name, low, high))

    def unary(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        kind = layer.whole(0, 0)
        if kind == 4:
            return self._each(given, lambda name: self.graph.add("Mul", name, name))
        if kind not in _UNARY:
            raise layer.refused(f"does {kind}, which LIIF does not know")
        return self._each(given, lambda name: self.graph.add(_UNARY[kind], name))

    def binary(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        kind = layer.whole(0, 0)
        operator = _REVERSED.get(kind) or (_BINARY[kind] if 0 <= kind < len(_BINARY) else None)
        if operator is None:
            raise layer.refused(f"does {kind}, which LIIF does not know")
        if layer.whole(1, 0):
            other = Blob(self.graph.number(layer.number(2, 0)), 1, flat=True)
        elif len(given) == 2:
            other = given[1]
        else:
            raise layer.refused("has too few inputs")
        first = given[0]
        if min(first.channels, other.channels) not in (1, max(first.channels, other.channels)):
            raise layer.refused(f"mixes {first.channels} and {other.channels} channels")
        names = (other.name, first.name) if kind in _REVERSED else (first.name, other.name)
        made = self.graph.add(operator, *names)
        return [Blob(made, max(first.channels, other.channels), first.flat and other.flat)]

    def eltwise(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        kind = layer.whole(0, 0)
        if kind not in (0, 1, 2) or len({blob.channels for blob in given}) != 1:
            raise layer.refused("mixes what does not belong together")
        names = [blob.name for blob in given]
        factors = layer.numbers(1)
        if kind == 1 and factors:
            if len(factors) != len(names):
                raise layer.refused("has another number of factors than of inputs")
            names = [
                name if factor == 1 else self.graph.add("Mul", name, self.graph.number(factor))
                for name, factor in zip(names, factors, strict=True)
            ]
        made = names[0]
        for name in names[1:]:
            made = self.graph.add(("Mul", "Add", "Max")[kind], made, name)
        return [given[0]._replace(name=made)]

    def scale(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, count = given[0], layer.whole(0, 0)
        if count == _REST:
            if len(given) != 2 or given[1].channels != source.channels or layer.whole(1, 0):
                raise layer.refused("has no factors that fit")
            return [source._replace(name=self.graph.add("Mul", source.name, given[1].name))]
        if count not in (1, source.channels):
            raise layer.refused(f"has {count} factors for {source.channels} channels")
        made = self.graph.add("Mul", source.name, self._by_channel(self.weights.take_plain(count)))
        if layer.whole(1, 0):
            made = self.graph.add("Add", made, self._by_channel(self.weights.take_plain(count)))
        return [source._replace(name=made)]

    def batch_norm(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, count = given[0], layer.whole(0, 0)
        if count != source.channels:
            raise layer.refused(f"is for {count} channels, of which there are {source.channels}")
        slope, mean, variance, bias = (self.weights.take_plain(count) for _ in range(4))
        if (variance < 0).any():
            raise layer.refused("is damaged")
        factor = slope / np.sqrt(variance + np.float32(layer.number(1, 0)) + np.float32(1e-30))
        made = self.graph.add("Mul", source.name, self._by_channel(factor))
        made = self.graph.add("Add", made, self._by_channel(bias - mean * factor))
        return [source._replace(name=made)]

    def concat(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        axis = self._axis(layer, layer.whole(0, 0))
        made = self.graph.add("Concat", *(blob.name for blob in given), axis=axis)
        channels = {blob.channels for blob in given}
        if axis == 1:
            return [Blob(made, sum(blob.channels for blob in given), all(b.flat for b in given))]
        if len(channels) != 1:
            raise layer.refused("puts together what has different channels")
        return [Blob(made, given[0].channels)]

    def slice(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, sizes = given[0], [int(size) for size in layer.numbers(0)]
        if self._axis(layer, layer.whole(1, 0)) != 1 or len(sizes) != len(layer.outputs):
            raise layer.refused("does not cut channels")
        left, parts = source.channels, []
        for number, size in enumerate(sizes):
            parts.append(left // (len(sizes) - number) if size == _REST else size)
            left -= parts[-1]
        if left or min(parts) < 1:
            raise layer.refused(f"cuts {source.channels} channels into {parts}")
        names = self.graph.add_many(
            "Split", len(parts), source.name, self.graph.whole(*parts), axis=1
        )
        return [Blob(n, size, source.flat) for n, size in zip(names, parts, strict=True)]

    def pixel_shuffle(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        source, factor = given[0], layer.whole(0, 1)
        if factor < 1 or source.channels % factor**2:
            raise layer.refused(f"cannot spread {source.channels} channels by {factor}")
        made = self.graph.add(
            "DepthToSpace",
            source.name,
            blocksize=factor,
            mode="DCR" if layer.whole(1, 0) else "CRD",
        )
        return [Blob(made, source.channels // factor**2)]

    def interpolate(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        kind, scales = layer.whole(0, 0), (layer.number(1, 1), layer.number(2, 1))
        given_size = layer.whole(3, 0) or layer.whole(4, 0) or layer.whole(5, 0)
        if kind not in _RESIZE or given_size or len(given) != 1 or layer.whole(6, 0):
            raise layer.refused("resizes in a way that LIIF does not know")
        if not all(1 / 64 <= scale <= 64 for scale in scales):
            raise layer.refused(f"resizes by {scales[0]:g}")
        nearest = kind == 1
        made = self.graph.add(
            "Resize",
            given[0].name,
            "",
            self.graph.constant(np.array([1, 1, *scales], np.float32)),
            mode=_RESIZE[kind],
            coordinate_transformation_mode="asymmetric" if nearest else "half_pixel",
            **({"nearest_mode": "floor"} if nearest else {}),
        )
        return [given[0]._replace(name=made)]

    def crop(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        if len(given) == 2:
            return [self._cropped_as(layer, *given)]
        starts, ends = layer.numbers(9), layer.numbers(10)
        if not starts:
            return [self._cropped_by_offsets(layer, given[0])]
        axes = [self._axis(layer, int(axis)) for axis in layer.numbers(11)] or [1, 2, 3]
        if not len(starts) == len(ends) == len(axes) or 1 in axes:
            raise layer.refused("cuts in a way that LIIF does not know")
        first = [0 if start == _REST else int(start) for start in starts]
        last = [1 << 31 if end in (0, _REST) else int(end) for end in ends]
        return [given[0]._replace(name=self._sliced(given[0].name, first, last, axes))]

    def pooling(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        kind = layer.whole(0, 0)
        if kind not in (0, 1) or layer.whole(7, 0):
            raise layer.refused("pools in a way that LIIF does not know")
        word = ("Max", "Average")[kind]
        if layer.whole(4, 0):
            made = self.graph.add(f"Global{word}Pool", given[0].name)
            return [Blob(made, given[0].channels, flat=True)]
        _, kernel, stride, _ = self._window(layer, dilation=False)
        pads = [layer.whole(key, layer.whole(3, 0)) for key in (13, 3, 15, 14)]
        if layer.whole(5, 0) not in (0, 1) or (kind and any(pads)):
            raise layer.refused("pools in a way that LIIF does not know")
        made = self.graph.add(
            f"{word}Pool", given[0].name, kernel_shape=kernel, strides=stride, pads=pads,
            ceil_mode=int(layer.whole(5, 0) == 0),
        )  # fmt: skip
        return [given[0]._replace(name=made)]

    def padding(self, layer: Layer, given: list[Blob]) -> list[Blob]:
        top, bottom, left, right = (layer.whole(key, 0) for key in range(4))
        kind = layer.whole(4, 0)
        if kind not in (0, 1, 2) or layer.whole(7, 0) or layer.whole(8, 0) or layer.whole(6, 0):
            raise layer.refused("pads in a way that LIIF does not know")
        if not all(0 <= side <= 1024 for side in (top, bottom, left, right)):
            raise layer.refused("pads as LIIF does not")
        value = [self.graph.constant(np.array(layer.number(5, 0), np.float32))] if kind == 0 else []
        made = self.graph.add(
            "Pad", given[0].name, self.graph.whole(0, 0, top, left, 0, 0, bottom, right), *value,
            mode=("constant", "edge", "reflect")[kind],
        )  # fmt: skip
        return [given[0]._replace(name=made)]

    def constant(self, layer: Layer, _: list[Blob]) -> list[Blob]:
        width, height, channels = (layer.whole(key, 0) for key in range(3))
        if not channels:
            if height:
                raise layer.refused("is a constant of two axes")
            values = self.weights.take_plain(width).reshape(1, -1, 1, 1)
            return [Blob(self.graph.constant(values), width, flat=True)]
        values = self.weights.take_plain(width * height * channels)
        name = self.graph.constant(values.reshape(1, channels, height, width))
        return [Blob(name, channels, width == height == 1)]

    # What several of them share.

    def _each(self, given: list[Blob], make: Callable[[str], str]) -> list[Blob]:
        return [given[0]._replace(name=make(given[0].name))]

    def _window(
        self, layer: Layer, *, dilation: bool = True
    ) -> tuple[int, list[int], list[int], list[int]]:
        """Outputs, kernel, stride and dilation, each height first."""
        first = 3 if dilation else 2
        kernel = [layer.whole(11, layer.whole(1, 0)), layer.whole(1, 0)]
        stride = [layer.whole(first + 10, layer.whole(first, 1)), layer.whole(first, 1)]
        spread = [layer.whole(12, layer.whole(2, 1)), layer.whole(2, 1)] if dilation else [1, 1]
        if not all(1 <= side <= 64 for side in (*kernel, *stride, *spread)):
            raise layer.refused("has an impossible size")
        return layer.whole(0, 0), kernel, stride, spread

    def _pads(self, layer: Layer) -> dict[str, object]:
        left = layer.whole(4, 0)
        top = layer.whole(14, left)
        if left == top and left in (_SAME, _SAME_LOWER):
            return {"auto_pad": "SAME_UPPER" if left == _SAME else "SAME_LOWER"}
        pads = [top, left, layer.whole(16, top), layer.whole(15, left)]
        if not all(0 <= side <= 64 for side in pads):
            raise layer.refused("has an impossible padding")
        if layer.number(18, 0) and layer.kind.startswith("Convolution"):
            raise layer.refused("pads with something else than zeros")
        return {"pads": pads}

    def _shape(self, layer: Layer, shape: tuple[int, ...]) -> tuple[int, ...]:
        if min(shape) < 1 or layer.whole(6, 0) != int(np.prod(shape)):
            raise layer.refused("has weights of another size than its input")
        return shape

    def _check_groups(self, layer: Layer, groups: int, inputs: int, outputs: int) -> None:
        if groups < 1 or outputs < 1 or inputs % groups or outputs % groups:
            raise layer.refused(f"divides {inputs} channels into {groups}")

    def _convolved(
        self, operator: str, layer: Layer, source: Blob, weight: Array, outputs: int,
        **attributes: object,
    ) -> str:  # fmt: skip
        inputs = [source.name, self.graph.constant(weight)]
        if layer.whole(5, 0):
            inputs.append(self.graph.constant(self.weights.take_plain(outputs)))
        return self.graph.add(operator, *inputs, **attributes)

    def _activated(self, layer: Layer, name: str) -> str:
        kind, values = layer.whole(9, 0), layer.numbers(10)
        try:
            if kind == 0:
                return name
            if kind == 1:
                return self._relu(name, 0)
            if kind == 2:
                return self._relu(name, values[0])
            if kind == 3:
                return self._clipped(name, values[0], values[1])
            if kind == 4:
                return self.graph.add("Sigmoid", name)
        except IndexError:
            raise layer.refused("has an activation without its numbers") from None
        raise layer.refused(f"has the activation {kind}, which LIIF does not know")

    def _relu(self, name: str, slope: float) -> str:
        if not slope:
            return self.graph.add("Relu", name)
        return self.graph.add("LeakyRelu", name, alpha=float(slope))

    def _leaky(self, name: str, slope: Array) -> str:
        return self.graph.add("PRelu", name, self.graph.constant(slope))

    def _swish(self, name: str) -> str:
        return self.graph.add("Mul", name, self.graph.add("Sigmoid", name))

    def _clipped(self, name: str, low: float, high: float) -> str:
        ends = (self.graph.constant(np.array(end, np.float32)) for end in (low, high))
        return self.graph.add("Clip", name, *ends)

    def _by_channel(self, values: Array) -> str:
        return self.graph.constant(values.reshape(1, -1, 1, 1))

    def _axis(self, layer: Layer, axis: int) -> int:
        """An axis of ncnn, of (channels, height, width), as one of ours."""
        if not -3 <= axis <= 2:
            raise layer.refused(f"has no axis {axis}")
        return axis % 3 + 1

    def _sliced(self, name: str, first: list[int], last: list[int], axes: list[int]) -> str:
        ends = (self.graph.whole(*each) for each in (first, last, axes))
        return self.graph.add("Slice", name, *ends)

    def _cropped_as(self, layer: Layer, source: Blob, other: Blob) -> Blob:
        """As large as another blob, from an offset on."""
        if source.channels != other.channels or layer.whole(2, 0):
            raise layer.refused("cuts channels")
        start = self.graph.whole(layer.whole(1, 0), layer.whole(0, 0))
        size = self.graph.add("Shape", other.name, start=2, end=4)
        end = self.graph.add("Add", start, size)
        made = self.graph.add("Slice", source.name, start, end, self.graph.whole(2, 3))
        return source._replace(name=made)

    def _cropped_by_offsets(self, layer: Layer, source: Blob) -> Blob:
        """By what is left out at each side."""
        sizes = [layer.whole(key, 0) for key in (3, 4, 5)]
        if any(size not in (0, _REST) for size in sizes) or layer.whole(2, 0) or layer.whole(8, 0):
            raise layer.refused("cuts to one size only")
        first = [layer.whole(1, 0), layer.whole(0, 0)]
        last = [-layer.whole(key, 0) or 1 << 31 for key in (7, 6)]
        return source._replace(name=self._sliced(source.name, first, last, [2, 3]))


_Translate = Callable[[_Conversion, Layer, list[Blob]], list[Blob]]
_LAYERS: dict[str, _Translate] = {
    "Split": _Conversion.split,
    "Noop": _Conversion.split,
    "Dropout": _Conversion.split,
    "Convolution": _Conversion.convolution,
    "ConvolutionDepthWise": _Conversion.convolution,
    "Deconvolution": _Conversion.deconvolution,
    "DeconvolutionDepthWise": _Conversion.deconvolution,
    "InnerProduct": _Conversion.inner_product,
    "PReLU": _Conversion.prelu,
    "ReLU": _Conversion.relu,
    "Sigmoid": _Conversion.sigmoid,
    "TanH": _Conversion.tanh,
    "Swish": _Conversion.swish,
    "Clip": _Conversion.clip,
    "UnaryOp": _Conversion.unary,
    "BinaryOp": _Conversion.binary,
    "Eltwise": _Conversion.eltwise,
    "Scale": _Conversion.scale,
    "BatchNorm": _Conversion.batch_norm,
    "Concat": _Conversion.concat,
    "Slice": _Conversion.slice,
    "PixelShuffle": _Conversion.pixel_shuffle,
    "Interp": _Conversion.interpolate,
    "Crop": _Conversion.crop,
    "Pooling": _Conversion.pooling,
    "Padding": _Conversion.padding,
    "MemoryData": _Conversion.constant,
}
