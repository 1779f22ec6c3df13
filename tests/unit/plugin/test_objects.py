# SPDX-License-Identifier: GPL-3.0-or-later
"""Images, layers, pixel regions, tiles and parasites as scripts for GIMP 2 use them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from gimpfu import gimp
from gimpfu.colors import RGB
from gimpfu.errors import ArgumentError, UnavailableError, error
from gimpfu.objects import Drawable, Layer, PixelRgn, buffers, takes_native, unwrap, wrap
from gimpfu.procedures import pdb

from . import fake_gi


@pytest.fixture
def layer() -> Layer:
    """5 x 4 RGB pixels that count upwards."""
    image = fake_gi.Image(5, 4)
    native = fake_gi.Layer(image, "Photo", 5, 4, fake_gi.ImageType.RGB_IMAGE, 100.0, 0)
    native.pixels = bytes(range(60))
    wrapped: Layer = wrap(native)
    return wrapped


def stand_in(wrapped: Drawable) -> Any:  # noqa: ANN401 - to the type checker it is GIMP's object
    """Of GIMP's object, with all pixels written so far."""
    return wrapped.native


def test_a_wrapper_is_of_the_nearest_class(layer: Layer) -> None:
    assert type(layer) is Layer
    group = fake_gi.GroupLayer(fake_gi.Image(1, 1), "group")
    assert type(wrap(group)) is gimp.GroupLayer
    assert wrap("text") == "text"
    assert unwrap(layer) is layer.native
    assert unwrap(3) == 3


def test_wrappers_of_the_same_thing_are_equal(layer: Layer) -> None:
    assert wrap(layer.native) == layer
    assert len({wrap(layer.native), layer}) == 1
    other = fake_gi.Layer(stand_in(layer).image, "Other", 1, 1, 0, 100.0, 0)
    assert wrap(other) != layer
    assert layer != "Photo"
    image = wrap(fake_gi.Image(1, 1))
    image._native.id = layer.ID
    assert image != layer, "images and layers are numbered separately"


def test_an_unknown_attribute_says_where_gimp_3_s_object_is(layer: Layer) -> None:
    with pytest.raises(AttributeError, match=r"gimp.Layer has no 'colour_model'.*\.native"):
        _ = layer.colour_model
    assert not hasattr(layer, "_private")


def test_what_gimp_did_not_do_is_an_error_with_its_reason(
    layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = SimpleNamespace(get_last_error=lambda: "the layer is locked")
    monkeypatch.setattr("gimpfu.objects.wrapping.Gimp.get_pdb", lambda: reasons, raising=False)
    monkeypatch.setattr(layer.native, "set_offsets", lambda _x, _y: False)
    with pytest.raises(error, match=r"set_offsets of .*'Photo'.* failed: the layer is locked"):
        layer.set_offsets(1, 2)


def test_a_region_is_read_by_all_kinds_of_index(layer: Layer) -> None:
    region = layer.get_pixel_rgn(1, 1, 3, 2)
    assert (region.bpp, region.rowstride) == (3, 9)
    assert region[1, 1] == bytes([18, 19, 20])
    assert region[:, :] == bytes([*range(18, 27), *range(33, 42)])
    assert region[2:4, 1] == bytes(range(21, 27))
    assert region[3, :] == bytes([24, 25, 26, 39, 40, 41])
    assert region[1:4, 1:3] == region[:, :]


@pytest.mark.parametrize(
    "index", [(0, 1), (4, 1), (1, 3), (slice(0, 2), 1), (slice(1, 5), 1), (-1, 1), (slice(2, 2), 1)]
)
def test_an_index_beyond_the_region_is_an_error(layer: Layer, index: Any) -> None:  # noqa: ANN401
    region = layer.get_pixel_rgn(1, 1, 3, 2)
    with pytest.raises(IndexError):
        region[index]
    with pytest.raises(IndexError):
        region[index] = bytes(3)


@pytest.mark.parametrize("index", [1, (slice(None, None, 2), 1), (1, 2, 3)])
def test_an_index_of_another_form_is_an_error(layer: Layer, index: Any) -> None:  # noqa: ANN401
    with pytest.raises(IndexError):
        layer.get_pixel_rgn(0, 0, 5, 4)[index]


def test_a_region_is_written_as_bytes_or_as_the_text_of_python_2(layer: Layer) -> None:
    region = layer.get_pixel_rgn(0, 0, 5, 4)
    region[1:3, 1] = bytes([1, 2, 3, 4, 5, 6])
    region[0, 0] = "\x00\xff\x80"
    region[4, 3] = bytearray([7, 8, 9])
    expected = bytearray(range(60))
    expected[18:24], expected[:3], expected[57:] = [1, 2, 3, 4, 5, 6], [0, 255, 128], [7, 8, 9]
    assert stand_in(layer).pixels == bytes(expected)


@pytest.mark.parametrize("data", [b"", bytes(2), bytes(4), 3.5, [300, 0, 0], None])
def test_pixels_of_another_length_or_kind_are_refused(layer: Layer, data: object) -> None:
    with pytest.raises(ArgumentError):
        layer.get_pixel_rgn(0, 0, 5, 4)[0, 0] = data
    assert stand_in(layer).pixels == bytes(range(60))


@pytest.mark.parametrize("area", [(0, 0, 6, 4), (-1, 0, 2, 2), (3, 3, 1, 2), (0, 0, -1, 1)])
def test_a_region_lies_within_its_drawable(layer: Layer, area: tuple[int, int, int, int]) -> None:
    with pytest.raises(ArgumentError, match="does not lie within a drawable of 5 x 4"):
        PixelRgn(layer, *area)


def test_the_shadow_waits_for_its_merging(layer: Layer) -> None:
    layer.get_pixel_rgn(0, 0, 5, 4, True, True)[:, :] = bytes(60)
    assert stand_in(layer).pixels == bytes(range(60))
    layer.merge_shadow(True)
    assert stand_in(layer).pixels == bytes(60)


def test_without_a_shadow_there_is_nothing_to_merge(
    layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("merge_shadow", "free_shadow"):
        monkeypatch.setattr(
            layer.native, name, lambda *_, name=name: calls.append(name), raising=False
        )
    layer.merge_shadow()
    layer.free_shadow()
    assert calls == [], "GIMP would complain on standard error"
    layer.get_pixel_rgn(0, 0, 5, 4, True, True)[:, :] = bytes(60)
    layer.merge_shadow()
    layer.merge_shadow()
    assert calls == ["merge_shadow"]
    layer.get_tile(True, 0, 0)[0, 0] = bytes(3)
    layer.free_shadow()
    layer.free_shadow()
    assert calls == ["merge_shadow", "free_shadow"]


def test_only_groups_have_layers(layer: Layer) -> None:
    assert not hasattr(layer, "layers")
    assert type(layer).__dict__.keys().isdisjoint({"layers"})
    assert hasattr(gimp.GroupLayer, "layers")


def test_places_are_given_as_two_numbers_or_as_one_pair(layer: Layer) -> None:
    layer.set_pixel(1, 0, (7, 8, 9))
    layer.set_pixel((2, 0), "\x01\x02\xff")
    assert layer.get_pixel((1, 0)) == (7, 8, 9)
    assert layer.get_pixel(2, 0) == (1, 2, 255)


def test_all_pixels_come_as_an_array(layer: Layer) -> None:
    found = layer.get_data("R'G'B' u8")
    assert (found.typecode, found.tolist()) == ("B", list(range(60)))


@pytest.mark.parametrize(
    ("mode", "beyond"),
    [
        (0, b"\0\0\0"),
        (1, bytes([3, 4, 5])),
        (2, bytes([0, 1, 2])),
        (3, b"\0\0\0"),
        (4, b"\xff\x80\0"),
    ],
    ids=["none", "wrap", "smear", "black", "background"],
)
def test_a_fetcher_sees_beyond_the_edges(layer: Layer, mode: int, beyond: bytes) -> None:
    fetcher = gimp.PixelFetcher(layer, False, (255, 128, 0), mode)
    assert fetcher[1, 0] == bytes([3, 4, 5])
    assert fetcher.get_pixel(-4, -0) == beyond
    fetcher[0, 0] = b"\7\7\7"
    assert layer.get_pixel(0, 0) == (7, 7, 7)


def test_a_fetcher_writes_within_the_edges(layer: Layer) -> None:
    fetcher = gimp.PixelFetcher(layer)
    with pytest.raises(ArgumentError, match="5, 0 lies beyond the edges of Photo"):
        fetcher.put_pixel(5, 0, b"abc")


def test_drawables_are_transformed_by_name_or_in_order(
    layer: Any,  # noqa: ANN401 - its methods are made from a table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []
    for name in ("gimp-drawable-transform-rotate", "gimp-drawable-transform-flip-simple"):
        called = lambda *values, name=name: calls.append((name, *values))  # noqa: E731
        monkeypatch.setitem(pdb._known, name, called)
    layer.transform_rotate(1.5, False, 2, 3, 0, interpolation=2, clip_result=True)
    layer.transform_flip_simple(0, True, axis=4)
    assert calls == [
        ("gimp-drawable-transform-rotate", layer, 1.5, False, 2, 3, 0, 2, 0, 3, True),
        ("gimp-drawable-transform-flip-simple", layer, 0, True, 4, 0),
    ]
    with pytest.raises(TypeError, match="axis"):
        layer.transform_flip_simple(0, True)


def test_what_was_written_is_sent_before_anything_else_is_done(layer: Layer) -> None:
    native = stand_in(layer)
    layer.set_pixel(0, 0, (9, 9, 9))
    assert not native.flushed
    assert stand_in(layer).flushed
    assert not buffers._open


def test_tiles_cover_the_drawable() -> None:
    image = fake_gi.Image(70, 66)
    native = fake_gi.Layer(image, "Large", 70, 66, fake_gi.ImageType.GRAY_IMAGE, 100.0, 0)
    layer: Drawable = wrap(native)
    tile = layer.get_tile2(False, 65, 65)
    assert (tile.ewidth, tile.eheight, tile.bpp, len(tile)) == (6, 2, 1, 12)
    tile[5, 1] = b"\x07"
    tile[0] = b"\x08"
    assert stand_in(layer).pixels[-1] == 7
    assert layer.get_pixel(64, 64) == (8,)
    assert tile[11] == b"\x07"
    with pytest.raises(IndexError):
        tile[6, 0]
    with pytest.raises(ArgumentError, match="no tile in row 2"):
        layer.get_tile(False, 2, 0)


def test_pixels_keep_the_image_s_own_colour_space(layer: Layer) -> None:
    layer.set_pixel(0, 0, (1, 2, 3))
    assert stand_in(layer).format_set == "R'G'B' u8-own"
    mask = fake_gi.LayerMask(stand_in(layer), fake_gi.AddMaskType.WHITE)
    wrap(mask).set_pixel(0, 0, (255,))
    assert mask.format_set == "Y u8"


def test_only_a_mask_has_a_layer(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_gi.Layer, "from_mask", lambda _mask: layer.native, raising=False)
    mask = fake_gi.LayerMask(stand_in(layer), fake_gi.AddMaskType.WHITE)
    assert wrap(mask).layer == layer
    channel = fake_gi.Channel(fake_gi.Image(1, 1), "channel", 1, 1)
    assert wrap(channel).layer is None


def test_all_bytes_can_be_kept(layer: Layer) -> None:
    every = bytes(range(256))
    parasite = gimp.Parasite("all", 0, every)
    assert parasite.data == parasite.copy().data == every
    native: Any = parasite.native
    assert min(native.data) == -128, "GIMP refuses numbers above 127"
    assert max(native.data) == 127


def test_parasites_are_attached_found_and_detached(layer: Layer) -> None:
    layer.attach_new_parasite("note", 1, "text")
    layer.parasite_attach(gimp.Parasite("other", 0, b"\x00\xff"))
    assert layer.parasite_list() == ["note", "other"]
    found = layer.parasite_find("other")
    assert found is not None
    assert (found.name, found.flags, found.data) == ("other", 0, b"\x00\xff")
    assert found.copy() == found
    layer.parasite_detach("note")
    assert layer.parasite_find("note") is None


@pytest.mark.parametrize(
    "value", [(255, 0, 51), (1.0, 0.0, 0.2), [255, 0, 51, 255], RGB(255, 0, 51)]
)
def test_a_colour_is_given_in_many_ways(value: object) -> None:
    color = RGB.parse(value)
    assert tuple(color) == (255, 0, 51, 255)
    assert color[:3] == (255, 0, 51)
    assert [color.r, color.green, color.b, color.alpha] == pytest.approx([1.0, 0.0, 0.2, 1.0])
    assert RGB.of(color.to_gegl()) == color


@pytest.mark.parametrize("value", [(1, 2), 5, None])
def test_what_is_no_colour_is_refused(value: object) -> None:
    with pytest.raises(ArgumentError, match="a colour is"):
        RGB.parse(value)


def test_a_colour_has_a_name() -> None:
    assert RGB.parse("white") == RGB(1.0, 1.0, 1.0)
    with pytest.raises(ArgumentError, match="no colour named 'whiteish'"):
        RGB.parse("whiteish")


def test_a_component_can_be_set() -> None:
    color = RGB(0, 0, 0)
    color.red, color.alpha = 255, 0.5
    assert (color.r, color.a) == (1.0, 0.5)


def test_what_gimp_has_no_more_says_what_to_do() -> None:
    with pytest.raises(UnavailableError, match="register"):
        _ = gimp.install_temp_proc
    with pytest.raises(AttributeError, match=r"GIMPFU\.md"):
        _ = gimp.no_such_thing
    assert not hasattr(gimp, "extension_ack")


def test_a_function_can_take_gimp_3_s_own_objects(layer: Layer) -> None:
    @takes_native
    def both(one: object, two: object) -> tuple[object, object]:
        return one, two

    assert both(layer, 2) == (layer.native, 2)
    assert both(layer.native, 2) == (layer.native, 2)
