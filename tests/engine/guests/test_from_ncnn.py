# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks for ncnn: converted they answer as ncnn does; damaged and malicious ones are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError

pytest.importorskip("ncnn")
pytest.importorskip("onnx")

from liif_core.guests.from_ncnn import convert_ncnn
from liif_core.guests.ncnn_graph import parse_graph
from liif_core.guests.running import as_engine, open_model, open_ncnn
from tests.engine.guests import ncnn_files
from tests.engine.guests.ncnn_files import Writer

CLOSE = 1e-4
RIVALS = Path(__file__).parents[4] / "shared" / "data" / "look" / "rivals"
pytestmark = pytest.mark.trust("Models")


def _compare(param: Path, height: int = 36, width: int = 44) -> None:
    layers = parse_graph(param.read_text("ascii"))
    model = convert_ncnn(layers, param.with_suffix(".bin").read_bytes())
    pixels = np.random.default_rng(1).random((3, height, width), np.float32)
    found = as_engine(open_model(model.SerializeToString()))(pixels)
    wanted = open_ncnn(param, param.with_suffix(".bin"))(pixels)
    assert found.shape == wanted.shape
    assert np.isfinite(wanted).all()
    assert wanted.std() > 1e-3
    assert float(abs(found - wanted).max()) < CLOSE


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        ncnn_files.compact, ncnn_files.cleaning, ncnn_files.stepping, ncnn_files.cropping,
        ncnn_files.pooling,
    ],
)  # fmt: skip
def test_networks_answer_as_by_ncnn(
    make: Callable[..., Writer], half: bool, tmp_path: Path
) -> None:
    _compare(make(half=half).save(tmp_path / "net.param"))


LAYERS = {
    "leaky": lambda w: w.layer("ReLU", "a", "out", "0=0.2"),
    "sigmoid": lambda w: w.layer("Sigmoid", "a", "out"),
    "tanh": lambda w: w.layer("TanH", "a", "out"),
    "swish": lambda w: w.layer("Swish", "a", "out"),
    "clip": lambda w: w.layer("Clip", "a", "out", "0=-0.1 1=0.3"),
    "square": lambda w: w.layer("UnaryOp", "a", "out", "0=4"),
    "one slope": lambda w: w.layer("PReLU", "a", "out", "0=1").plain(1),
    "scalar": lambda w: w.layer("BinaryOp", "a", "out", "0=2 1=1 2=0.7"),
    "from scalar": lambda w: w.layer("BinaryOp", "a", "out", "0=7 1=1 2=0.7"),
    "weighed": lambda w: w.layer("Split", "a", "b c").layer(
        "Eltwise", "b c", "out", "0=1 -23301=2,2.000000e-01,1.000000e+00"
    ),
    "product": lambda w: w.layer("Split", "a", "b c").layer("Eltwise", "b c", "out", "0=0"),
    "concat": lambda w: w.layer("Split", "a", "b c").layer("Concat", "b c", "out", "0=0"),
    "slice": lambda w: w.layer("Slice", "a", "b c", "-23300=2,2,-233 1=0")
    .layer("Concat", "c b", "out", "0=0"),
    "grouped": lambda w: w.convolution("a", "out", 6, 6, kind="ConvolutionDepthWise",
                                       groups=3, more="7=3"),
    "dilated": lambda w: w.convolution("a", "out", 6, 4, more="2=2 4=2"),
    "uneven padding": lambda w: w.convolution("a", "out", 6, 4, more="4=1 14=0 15=2 16=1"),
    "same padding": lambda w: w.convolution("a", "out", 6, 4, more="4=-233"),
    "bilinear": lambda w: w.layer("Interp", "a", "out", "0=2 1=2.0 2=2.0"),
    "cubic": lambda w: w.layer("Interp", "a", "out", "0=3 1=0.5 2=0.5"),
    "mean of four": lambda w: w.layer("Pooling", "a", "out", "0=1 1=2 2=2"),
    "largest of four": lambda w: w.layer("Pooling", "a", "out", "0=0 1=2 2=2"),
    "zeros around": lambda w: w.layer("Padding", "a", "out", "0=1 1=2 2=3 3=4 4=0 5=0.5"),
    "repeated around": lambda w: w.layer("Padding", "a", "out", "0=1 1=2 2=3 3=4 4=1"),
    "mirrored around": lambda w: w.layer("Padding", "a", "out", "0=1 1=2 2=3 3=4 4=2"),
    "factors": lambda w: w.layer("Scale", "a", "out", "0=6 1=1").plain(6).plain(6),
    "normalised": lambda w: w.layer("BatchNorm", "a", "out", "0=6 1=0.001")
    .plain(6).plain(6).plain(6, 0.5, 2).plain(6),
    "up": lambda w: w.layer("Deconvolution", "a", "out", "0=4 1=4 3=2 4=1 5=1 6=384")
    .weights(384).plain(4),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_layers_answer_as_by_ncnn(name: str, tmp_path: Path) -> None:
    writer = Writer(3).convolution("in", "a", 3, 6)
    _compare(LAYERS[name](writer).save(tmp_path / "net.param"))


def test_a_crop_to_the_size_of_another(tmp_path: Path) -> None:
    writer = Writer(4).layer("Split", "in", "one two").convolution("one", "a", 3, 3, 5, "4=0")
    writer.layer("Split", "a", "b c").layer("Crop", "two b", "d", "0=2 1=2")
    _compare(writer.layer("BinaryOp", "d c", "out", "0=0").save(tmp_path / "net.param"))


@pytest.mark.slow
@pytest.mark.skipif(not RIVALS.is_dir(), reason="there are no networks of others here")
@pytest.mark.parametrize("param", sorted(RIVALS.glob("*.param")), ids=lambda path: path.stem)
def test_the_real_ones(param: Path) -> None:
    _compare(param)


def _good() -> Writer:
    return ncnn_files.compact()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not the text"),
        ("7767517\n", "how many layers"),
        ("7767517\n2 2\nInput in 0 1 in\n", "of 2 layers there are 1"),
        ("7767517\n99999999999 1\nInput in 0 1 in\n", "layers there are"),
        ("7767517\n1 1\nInput in 0 -1\n", "is no layer"),
        ("7767517\n1 1\nInput in 0 1 in 2=nan\n", "is no layer"),
        ("7767517\n1 1\nInput in 0 1 in -23300=9,1\n", "is no layer"),
        ("7767517\n2 2\nInput in 0 1 in\nReLU r 1 1 other out\n", "no layer before it makes"),
        ("7767517\n2 2\nInput in 0 1 in\nReLU r 1 1 in in\n", "makes what is there already"),
    ],
)
def test_texts_that_are_no_network(text: str, why: str) -> None:
    with pytest.raises(LiifError, match=why):
        parse_graph(text)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Softmax s 1 1 in out 0=0", "layer Softmax, which LIIF does not know"),
        ("Convolution c 1 1 in out 0=4 1=3 6=107", "weights of another size"),
        ("Convolution c 1 1 in out 0=-4 1=3 6=-108", "weights of another size|divides"),
        ("Convolution c 1 1 in out 0=4 1=999999 6=108", "impossible size"),
        ("Convolution c 1 1 in out 0=4 1=3 6=108 8=1", "in 8 bits"),
        ("Convolution c 1 1 in out 0=4 1=3 6=108 9=2", "without its numbers"),
        ("Convolution c 1 1 in out 0=4 1=3 6=108 9=77", "activation 77"),
        ("ConvolutionDepthWise c 1 1 in out 0=4 1=3 6=108 7=0", "divides"),
        ("PixelShuffle p 1 1 in out 0=2", "cannot spread 3 channels"),
        ("PixelShuffle p 1 1 in out 0=0", "cannot spread 3 channels"),
        ("Interp i 1 1 in out 0=1 1=1e9 2=1e9", "resizes by 1e"),
        ("Interp i 1 1 in out 0=1 3=64 4=64", "resizes in a way"),
        ("InnerProduct i 1 1 in out 0=4 2=12", "pictures of one size only"),
        ("Padding p 1 1 in out 0=1000000", "pads as LIIF does not"),
        ("Reshape r 1 1 in out 0=12", "layer Reshape"),
        ("Slice s 1 1 in out -23300=1,7 1=0", "cuts 3 channels"),
        ("BinaryOp b 1 1 in out 0=0", "too few inputs"),
        ("BinaryOp b 1 1 in out 0=99 1=1", "which LIIF does not know"),
        ("Concat c 1 1 in out 0=0", "too few inputs"),
        ("Split s 1 2 in one two", "2 outputs"),
        ("Input i 0 1 other", "2 inputs"),
    ],
)
def test_layers_that_are_refused(line: str, why: str) -> None:
    text = f"7767517\n2 9\nInput in 0 1 in\n{line}\n"
    with pytest.raises(LiifError, match=why):
        convert_ncnn(parse_graph(text), bytes(4) + bytes(108 * 4 + 16))


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda data: data[:-1], "too short"),
        (lambda data: data[:100], "too short"),
        (lambda data: b"", "too short"),
        (lambda data: data + bytes(4), "does not belong to it"),
        (lambda data: b"\x38\x4b\x0d\x00" + data[4:], "rounded to 8 bits"),
        (lambda data: data[:4] + np.float32(np.nan).tobytes() + data[8:], "no numbers"),
    ],
)
def test_weights_that_are_refused(damage: Callable[[bytes], bytes], why: str) -> None:
    writer = _good()
    with pytest.raises(LiifError, match=why):
        convert_ncnn(parse_graph(writer.text), damage(writer.data))
