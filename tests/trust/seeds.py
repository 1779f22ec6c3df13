# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the valid files that the fuzzer begins with: ``python -m tests.trust.seeds``, or some of
them: ``python -m tests.trust.seeds jobs answers`` after a change of the protocol.

They are committed, so that other releases of the libraries find the same cases.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from PIL import ExifTags, Image, ImageCms

from liif_core.phrases import Phrase, spell
from liif_core.pictures import read_picture, write_picture
from liif_core.request.wire import PROTOCOL
from tests.jobs import changed, message_of
from tests.unit.pictures.files import IPTC, camera_exif, packet, write_jpeg

CORPUS = Path(__file__).with_name("corpus")
WIDTH, HEIGHT = 20, 12
"""More than two blocks of a JPEG, and no whole number of them."""


def colours(channels: int = 3, dtype: type = np.uint8) -> np.ndarray[Any, Any]:
    """A small picture with some structure, (rows, columns, channels)."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    planes = [rows / HEIGHT, columns / WIDTH, (rows * columns % 7) / 7, (rows + columns) % 2]
    values = np.stack(planes[:channels], -1)
    if dtype is np.float32:
        return values.astype(np.float32)
    return np.rint(values * np.iinfo(dtype).max).astype(dtype)


def srgb() -> bytes:
    """A small colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def photo_exif(orientation: int = 6) -> bytes:
    """Notes of a camera, with directories of their own."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.XResolution] = exif[ExifTags.Base.YResolution] = 240.0
    exif[ExifTags.Base.Artist] = "Müller".encode()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] = 2.8
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return exif.tobytes()


def _pictures() -> dict[str, bytes]:
    rgb = Image.fromarray(colours())
    gray = rgb.convert("L")
    rgba = Image.fromarray(colours(4))
    palette = rgb.quantize(16)
    other = rgb.rotate(180)
    notes = {"exif": photo_exif(), "icc_profile": srgb()}
    moving = {"save_all": True, "append_images": [other]}
    by_pillow: dict[str, tuple[Image.Image, str, dict[str, Any]]] = {
        "baseline.jpg": (rgb, "JPEG", {"quality": 70, **notes}),
        "progressive.jpg": (rgb, "JPEG", {"progressive": True, "subsampling": 0}),
        "gray.jpg": (gray, "JPEG", {"dpi": (72, 72)}),
        "cmyk.jpg": (rgb.convert("CMYK"), "JPEG", {"icc_profile": srgb()}),
        "second-picture.mpo": (rgb, "MPO", moving),
        "rgb.png": (rgb, "PNG", {"dpi": (300, 300), **notes}),
        "rgba.png": (rgba, "PNG", {}),
        "palette.png": (palette, "PNG", {"transparency": 3}),
        "bilevel.png": (rgb.convert("1"), "PNG", {}),
        "gray-16.png": (Image.fromarray(colours(1, np.uint16)[..., 0]), "PNG", {}),
        "moving.png": (rgb, "PNG", moving),
        "plain.webp": (rgb, "WEBP", {"quality": 60, **notes}),
        "lossless.webp": (rgba, "WEBP", {"lossless": True}),
        "moving.webp": (rgb, "WEBP", moving),
        "palette.gif": (palette, "GIF", {}),
        "moving.gif": (palette, "GIF", {"save_all": True, "append_images": [other]}),
        "plain.bmp": (rgb, "BMP", {}),
        "plain.ppm": (rgb, "PPM", {}),
        "plain.tga": (rgb, "TGA", {"compression": "tga_rle"}),
        "plain.jp2": (rgb, "JPEG2000", {}),
        "plain.avif": (rgb, "AVIF", {}),
        "lzw.tif": (rgb, "TIFF", {"compression": "tiff_lzw", "icc_profile": srgb()}),
        "jpeg.tif": (rgb, "TIFF", {"compression": "jpeg"}),
        "plain.tif": (rgb, "TIFF", notes),
        "fax.tif": (rgb.convert("1"), "TIFF", {"compression": "group4"}),
    }
    files = {}
    for name, (image, kind, options) in by_pillow.items():
        stream = io.BytesIO()
        image.save(stream, kind, **options)
        files[name] = stream.getvalue()
    files["rgb-16.png"] = _png16(colours(3, np.uint16))
    by_tifffile: dict[str, tuple[np.ndarray[Any, Any], dict[str, Any]]] = {
        "rgb-16.tif": (colours(3, np.uint16), {"photometric": "rgb", "iccprofile": srgb()}),
        "deflate-16.tif": (
            colours(4, np.uint16),
            {"photometric": "rgb", "extrasamples": ["assocalpha"], "compression": "zlib"},
        ),
        "float.tif": (
            colours(3, np.float32),
            {"photometric": "rgb", "predictor": True, "compression": "zlib"},
        ),
        "tiles-16.tif": (colours(1, np.uint16)[..., 0], {"tile": (16, 16), "bigtiff": True}),
        "planes-16.tif": (
            np.moveaxis(colours(3, np.uint16), -1, 0),
            {"photometric": "rgb", "planarconfig": "separate", "byteorder": ">"},
        ),
        "pages.tif": (np.zeros((2, 4, 8), np.uint16), {"photometric": "minisblack"}),
    }
    for name, (samples, options) in by_tifffile.items():
        stream = io.BytesIO()
        tifffile.imwrite(stream, samples, **options)
        files[name] = stream.getvalue()
    return {**files, **_rich()}


def _rich() -> dict[str, bytes]:
    """A picture with all that files say besides, in the formats that are written."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.jpg"
        write_jpeg(
            source, exif=camera_exif(), xmp=packet("<xmp:Rating>5</xmp:Rating>"), iptc=IPTC,
            comments=(b"a comment",), samples=colours(),
        )  # fmt: skip
        for suffix in (".jpg", ".png", ".tif", ".webp", ".avif", ".heic", ".jxl"):
            path = Path(folder) / f"rich{suffix}"
            write_picture(path, replace(read_picture(source), icc=srgb()))
            files[path.name] = path.read_bytes()
    return files


def _png16(samples: np.ndarray[Any, Any]) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.png_encode(samples))


VALUES: dict[str, Any] = {
    "source_width": 8,
    "source_height": 6,
    "channels": "RGB",
    "sample": "u8",
    "grid_width": 16,
    "grid_height": 12,
    "x": 0,
    "y": 0,
    "width": 16,
    "height": 12,
    "pixels": "fd:7",
}
JOB = changed(VALUES)


def _line(**message: object) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def _jobs() -> dict[str, bytes]:
    job = JOB.to_line()
    diagnosis = changed(VALUES, task="diagnose", file="photo.jpg").to_line()
    jpeg = changed(VALUES, task="jpeg", similarity=0.98).to_line()
    cancel = _line(type="cancel")
    return {
        "job.jsonl": job,
        "cancelled.jsonl": job + cancel,
        "diagnosis.jsonl": diagnosis,
        "jpeg.jsonl": jpeg,
        "mask.jsonl": changed(VALUES, task="mask", channels="RGBA").to_line(),
        "evidence.jsonl": changed(VALUES, task="certainty").to_line(),
        "repairs.jsonl": _line(**message_of(JOB, repairs=[["noise", 40]])),
        "two.jsonl": _line(**message_of(JOB, stay=True)) + cancel + diagnosis,
    }


def _answers() -> dict[str, bytes]:
    hello = _line(type="hello", protocol=PROTOCOL, version="0.1.0")
    progress = _line(type="progress", fraction=0.5, seconds_left=12.5)
    done = _line(
        type="done",
        seconds=1.5,
        encoding=0.5,
        decoding=0.25,
        model="fast",
        backend="onnxruntime",
        provider="CPU",
        strength=40,
    )
    report = [[0, {"text": "Found", "values": {}}], [1, spell(Phrase("%(x)d levels", x=3))]]
    return {
        "done.jsonl": hello + _line(type="progress", fraction=0, seconds_left=None) + done,
        "told.jsonl": hello + progress + _line(type="warning", text="on the CPU") + done,
        "cancelled.jsonl": hello + progress + _line(type="cancelled"),
        "error.jsonl": hello + _line(type="error", text="there is no model", hint="choose another"),
        "diagnosis.jsonl": hello + _line(type="done", report=report, strength=40, steps=[]),
    }


def _models() -> dict[str, bytes]:
    """The smallest ``fast`` that there can be: one value for each colour beside the pixels."""
    import onnx
    import torch
    from onnx import TensorProto, helper, numpy_helper
    from safetensors.numpy import save

    random = np.random.default_rng(0)

    def small(*shape: int) -> np.ndarray[Any, Any]:
        return random.normal(0, 0.1, shape).astype(np.float32)

    def graph(
        inputs: dict[str, list[str | int]],
        output: str,
        nodes: list[onnx.NodeProto],
        weights: dict[str, np.ndarray[Any, Any]],
    ) -> bytes:
        def value(name: str, shape: list[str | int] | None) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

        made = helper.make_graph(
            nodes,
            "tiny",
            [value(name, shape) for name, shape in inputs.items()],
            [value(output, None)],
            [numpy_helper.from_array(array, name) for name, array in weights.items()],
        )
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        return bytes(model.SerializeToString())

    encoder = graph(
        {"pixels": [1, 3, "height", "width"], "strength": [1, 1]},
        "features",
        [
            helper.make_node("Conv", ["pixels", "weight"], ["seen"], pads=[1, 1, 1, 1]),
            helper.make_node("Add", ["seen", "strength"], ["features"]),
        ],
        {"weight": small(6, 3, 3, 3)},
    )
    estimator = graph(
        {"pieces": ["n", 3, "height", "width"]},
        "estimate",
        [
            helper.make_node("ReduceMean", ["pieces"], ["mean"], axes=[0, 1, 2, 3], keepdims=0),
            helper.make_node("Reshape", ["mean", "shape"], ["estimate"]),
        ],
        {"shape": np.array([1, 1], np.int64)},
    )
    decoder = {}
    for axis in ("rows", "columns"):
        for layer, (inner, outer) in {0: (8, 2), 2: (2, 2), 4: (2, 1)}.items():
            decoder[f"decoder.{axis}.layers.{layer}.weight"] = small(outer, inner)
            decoder[f"decoder.{axis}.layers.{layer}.bias"] = small(outer)
    stream = io.BytesIO()
    specification = {"name": "edsr-baseline", "args": {"no_upsampling": True}}
    state = {"encoder.head.0.weight": torch.zeros(2, 3), "encoder.head.0.bias": torch.ones(2)}
    arguments = {"encoder_spec": specification, "imnet_spec": {"name": "mlp"}}
    torch.save({"model": {"name": "liif", "args": arguments, "sd": state}, "epoch": 1}, stream)
    with zipfile.ZipFile(stream) as archive:
        pickled = archive.read(next(n for n in archive.namelist() if n.endswith("/data.pkl")))
    return {
        "encoder.onnx": encoder,
        "estimator.onnx": estimator,
        "weights.safetensors": save(decoder),
        "checkpoint.pth": stream.getvalue(),
        "checkpoint.pkl": pickled,
    }


def main(wanted: list[str]) -> None:
    """Write those in the ``wanted`` folders, all if none is named."""
    makers = {"pictures": _pictures, "jobs": _jobs, "answers": _answers, "models": _models}
    for name, make in makers.items():
        if wanted and name not in wanted:
            continue
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in make().items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
