# SPDX-License-Identifier: GPL-3.0-or-later
"""From ``register`` to a procedure of GIMP and back, on stand-ins."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gimpfu
import pytest
from gimpfu import arguments, oldnames, plugin
from gimpfu.procedures import ProcedureDatabase
from gimpfu.registration import Registration

from . import fake_gi

Status = fake_gi.PDBStatusType
# What they are given here are stand-ins for GIMP's classes.
_RUN: Any = plugin._run
_RUN_ALONE: Any = plugin._run_alone
_DECLARE: Any = arguments.declare
_IMAGE = (
    (gimpfu.PF_IMAGE, "image", "Image", None),
    (gimpfu.PF_DRAWABLE, "drawable", "Layer", None),
)


@pytest.fixture(autouse=True)
def _no_registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gimpfu.registration.registrations", {})
    monkeypatch.setattr(plugin, "registrations", gimpfu.registration.registrations)


class Procedure:
    """Notes how it was declared; returns its values as a list."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.declared: list[tuple[Any, ...]] = []

    def get_name(self) -> str:
        return self.name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return lambda *values: self.declared.append((name, *values))

    def new_return_values(self, status: int, error: str | None) -> Values:
        return Values([status, error if error else None])


class Values(list[Any]):
    """A GimpValueArray."""

    def remove(self, index: int) -> None:
        del self[index]


class Config(dict[str, Any]):
    """A GimpProcedureConfig."""

    get_property = dict.__getitem__


def register(function: Any, *params: Any, name: str = "plug-in-test") -> Registration:  # noqa: ANN401
    results = [(gimpfu.PF_LAYER, "layer", "New layer")]
    texts = ("blurb", "help", "author", "copyright", "2026", "_Test…", "*")
    gimpfu.register(name, *texts, (*_IMAGE, *params), results, function, "<Image>/Filters")
    return next(iter(gimpfu.registration.registrations.values()))


def run(*drawables: object, mode: int = fake_gi.RunMode.NONINTERACTIVE, **values: Any) -> Values:  # noqa: ANN401
    name = next(iter(gimpfu.registration.registrations))
    config = Config({key.replace("_", "-"): value for key, value in values.items()})
    answer: Values = _RUN(Procedure(name), mode, "image", list(drawables), config, None)
    return answer


SCALE = (gimpfu.PF_SLIDER, "scale", "_Factor", 2.0, (1.0, 64.0, 0.1))


def test_the_function_gets_image_drawable_and_values_and_its_layer_is_returned() -> None:
    register(lambda *values: ("layer", *values), SCALE)
    assert run("drawable", scale=3.7) == [Status.SUCCESS, ("layer", "image", "drawable", 3.7)]


def test_a_value_out_of_range_is_a_calling_error_and_the_function_does_not_run() -> None:
    register(lambda *_: pytest.fail("called"), SCALE)
    status, message = run("drawable", scale=0.5)
    assert status == Status.CALLING_ERROR
    assert message == "scale must be 1 to 64, not 0.5"


@pytest.mark.parametrize("drawables", [(), ("one", "two")])
def test_other_than_one_layer_is_refused(drawables: tuple[str, ...]) -> None:
    register(lambda *_: pytest.fail("called"))
    status, message = run(*drawables)
    assert status == Status.CALLING_ERROR
    assert "select exactly one" in message


def test_an_error_reaches_the_caller_in_its_own_words() -> None:
    def fail(*_: object) -> None:
        raise gimpfu.error("the engine is missing. Run install.py again.")

    register(fail)
    expected = [Status.EXECUTION_ERROR, "the engine is missing. Run install.py again."]
    assert run("drawable") == expected


def test_a_fault_of_the_script_is_an_error_with_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    register(lambda *_: dict[str, int]()["missing"])
    status, message = run("drawable")
    assert status == Status.EXECUTION_ERROR
    assert message == "plug-in-test: KeyError: 'missing'"
    assert "Traceback" in capsys.readouterr().err


def test_cancelling_is_no_error() -> None:
    def cancel(*_: object) -> None:
        raise gimpfu.CancelError

    register(cancel)
    assert run("drawable")[0] == Status.CANCEL


def test_arguments_take_all_values_of_their_type() -> None:
    """GIMP answers one out of a declared range by keeping another, unseen by the caller."""
    procedure = Procedure("plug-in-test")
    _DECLARE(procedure, gimpfu.params.Param.parse(SCALE))
    ((name, *rest),) = procedure.declared
    assert name == "add_double_argument"
    assert rest[:3] == ["scale", "_Factor", "Factor (1 to 64)"]
    assert rest[3] < 1.0
    assert rest[4] > 64.0
    assert rest[5] == 2.0


def test_a_registration_is_checked() -> None:
    register(print)
    with pytest.raises(gimpfu.error, match="registered twice"):
        register(print)
    with pytest.raises(gimpfu.error, match="does not cover file formats"):
        gimpfu.register("file-b", "", "", "", "", "", "", "*", [], [], print, "<Load>")


@pytest.mark.parametrize(
    ("given", "name"),
    [("my_script", "python-fu-my-script"), ("plug_in_b", "plug-in-b"), ("file-x", "file-x")],
)
def test_names_get_gimp_s_prefix(given: str, name: str) -> None:
    assert register(print, name=given).name == name


def _entry(*params: Any, **texts: Any) -> Registration:  # noqa: ANN401
    """Registers a procedure with the texts that matter to a test."""
    about = ("blurb", "help", "author", "copyright", "2026")
    label, menu = texts.pop("label", "_Test"), texts.pop("menu", "<Image>/Filters")
    function = texts.pop("function", lambda *values: values)
    gimpfu.register("test", *about, label, "*", params, [], function, menu, **texts)
    return next(iter(gimpfu.registration.registrations.values()))


def test_a_label_that_is_a_path_gives_menu_image_and_drawable() -> None:
    entry = _entry((gimpfu.PF_INT, "n", "N", 1), label="<Image>/Filters/My/_Script...", menu=None)
    assert (entry.menus, entry.label) == (("<Image>/Filters/My",), "_Script...")
    assert [param.kind.name for param in entry.leading] == ["IMAGE", "DRAWABLE"]
    assert [param.name for param in entry.params] == ["n"]


def test_a_label_of_the_toolbox_gives_neither() -> None:
    entry = _entry(label="<Toolbox>/Xtns/_Batch", menu=None)
    assert (entry.menus, entry.leading) == (("<Image>/Xtns",), ())


@pytest.mark.parametrize(
    ("given", "menus"),
    [
        ("<Image>/Filters/", ("<Image>/Filters",)),
        ("<Vectors>/Mine", ("<Paths>/Mine",)),
        (None, ()),
    ],
)
def test_menus_of_gimp_2_have_places_in_gimp_3(given: str | None, menus: tuple[str, ...]) -> None:
    assert _entry(menu=given).menus == menus


@pytest.mark.parametrize(("default", "declared"), [(None, 0), ("12", 12), (7.0, 7)])
def test_a_default_may_be_left_out_or_written_as_text(default: object, declared: int) -> None:
    procedure = Procedure("test")
    entry = (gimpfu.PF_INT, "n", "N", default)
    _DECLARE(procedure, gimpfu.params.Param.parse(entry))
    ((_, *values),) = procedure.declared
    assert values[5] == declared


def test_a_default_of_another_kind_is_refused() -> None:
    entry = (gimpfu.PF_INT, "n", "N", "many")
    with pytest.raises(gimpfu.error, match="n: the default must be a number, not 'many'"):
        _DECLARE(Procedure("test"), gimpfu.params.Param.parse(entry))


@pytest.mark.parametrize(
    ("kinds", "count"),
    [("", 0), ("IMAGE", 1), ("IMAGE LAYER", 2), ("IMAGE INT", 1), ("INT IMAGE", 0)],
)
def test_gimp_gives_the_image_and_what_is_selected_in_it(kinds: str, count: int) -> None:
    params = [(gimpfu.params.Kind[kind], kind.lower(), "", 0) for kind in kinds.split()]
    assert len(_entry(*params).leading) == count


def test_parameters_get_names_of_their_own_that_gimp_takes() -> None:
    names = ("font_size", "Font size", "2nd", "image", "font-size", "")
    entry = _entry(*_IMAGE, *((gimpfu.PF_INT, name, "", 0) for name in names))
    found = [param.name for param in entry.params]
    assert found == ["font-size", "Font-size", "p-2nd", "image-2", "font-size-2", "p-"]


def test_a_region_as_parameter_says_what_to_use() -> None:
    with pytest.raises(gimpfu.error, match="take x, y, width, height as PF_INT"):
        _entry((gimpfu.PF_REGION, "area", "Area", None))


def test_a_procedure_without_image_is_called_with_its_values_only() -> None:
    _entry((gimpfu.PF_INT, "n", "N", 1), function=lambda *values: calls.append(values))
    calls: list[Any] = []
    config = Config({"n": 5, "run-mode": fake_gi.RunMode.NONINTERACTIVE})
    answer = _RUN_ALONE(Procedure("python-fu-test"), config, None)
    assert answer == [Status.SUCCESS, None]
    assert calls == [(5,)]


def test_on_run_comes_before_each_run_and_on_query_with_the_query() -> None:
    order: list[str] = []
    _entry(
        function=lambda: order.append("run"),
        on_run=lambda: order.append("on_run"),
        on_query=lambda: order.append("on_query"),
    )
    assert plugin.PlugIn().do_query_procedures() == ["python-fu-test"]
    config = Config({"run-mode": fake_gi.RunMode.NONINTERACTIVE})
    _RUN_ALONE(Procedure("python-fu-test"), config, None)
    assert order == ["on_query", "on_run", "run"]


def test_the_script_gets_objects_of_gimp_2() -> None:
    image = fake_gi.Image(2, 3)
    layer = fake_gi.Layer(image, "Photo", 2, 3, 0, 100.0, 0)
    seen: list[Any] = []
    _entry(*_IMAGE, function=lambda image, drawable: seen.extend((image, drawable)))
    mode = fake_gi.RunMode.NONINTERACTIVE
    _RUN(Procedure("python-fu-test"), mode, image, [layer], Config(), None)
    assert (seen[0].width, seen[0].height) == (2, 3)
    assert seen[1].name == "Photo"


def test_a_catalogue_must_lie_within_the_plug_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [str(tmp_path / "script.py")])
    (tmp_path / "locale").mkdir()
    _entry(domain=("mine", str(tmp_path / "locale")))
    translated = plugin.PlugIn().do_set_i18n
    assert translated("python-fu-test") == (True, "mine", "locale")
    assert not translated("another")
    for folder in (tmp_path / "missing", tmp_path.parent):
        gimpfu.registration.registrations.clear()
        _entry(domain=("mine", str(folder)))
        assert not translated("python-fu-test")
    gimpfu.registration.registrations.clear()
    _entry(domain="mine")
    assert translated("python-fu-test") == (True, "mine", None)


def test_gettext_takes_what_python_2_took(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins._", None, raising=False)
    gimpfu.gettext.install("no-such-catalogue", None, unicode=True)
    assert __builtins__["_"]("text") == "text"  # type: ignore[index]
    assert gimpfu.gettext.gettext("text") == gimpfu.N_("text") == "text"


def test_fail_ends_with_its_message() -> None:
    _entry(function=lambda: gimpfu.fail("too small"))
    config = Config({"run-mode": fake_gi.RunMode.NONINTERACTIVE})
    answer = _RUN_ALONE(Procedure("python-fu-test"), config, None)
    assert answer == [Status.EXECUTION_ERROR, "too small"]


def _spec(name: str, kind: str) -> SimpleNamespace:
    types = {"value_type": SimpleNamespace(name=kind), "__gtype__": SimpleNamespace(name="")}
    return SimpleNamespace(name=name, **types)


class FoundValues(list[Any]):
    """A GimpValueArray; lists of objects are behind an accessor of their own."""

    def index(self, index: int) -> Any:  # type: ignore[override]  # noqa: ANN401
        return "unreadable" if isinstance(self[index], list) else self[index]

    def length(self) -> int:
        return len(self)

    get_core_object_array = list.__getitem__


class FoundProcedure:
    """A procedure of the database with a list of drawables and a number."""

    def __init__(self) -> None:
        self.config: Any = None
        self.results: list[SimpleNamespace] = []
        self.outcome: list[Any] = [Status.SUCCESS]

    def get_name(self) -> str:
        return "gimp-test"

    def get_arguments(self) -> list[SimpleNamespace]:
        return [
            _spec("run-mode", "GimpRunMode"),
            _spec("drawables", "GimpCoreObjectArray"),
            _spec("radius", "gdouble"),
        ]

    def get_return_values(self) -> list[SimpleNamespace]:
        return self.results

    def create_config(self) -> Any:  # noqa: ANN401
        self.config = FoundConfig()
        return self.config

    def run(self, _config: object) -> FoundValues:
        return FoundValues(self.outcome)


class FoundConfig(dict[str, Any]):
    """Keeps the old value, as GIMP does, when a radius is above 10."""

    def set_property(self, name: str, value: object) -> None:
        if value is None:
            raise TypeError("no number")
        if not (name == "radius" and isinstance(value, float) and value > 10):
            self[name] = value

    def get_property(self, name: str) -> object:
        return self.get(name)

    def set_core_object_array(self, name: str, value: list[object]) -> None:
        self[name] = value


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> FoundProcedure:
    procedure = FoundProcedure()
    database = SimpleNamespace(
        lookup_procedure=lambda name: procedure if name == "gimp-test" else None,
        query_procedures=lambda *_patterns: ["gimp-test"],
    )
    monkeypatch.setattr("gimpfu.procedures.Gimp.get_pdb", lambda: database, raising=False)
    return procedure


def test_a_procedure_is_called_by_attribute_or_name(found: FoundProcedure) -> None:
    pdb = ProcedureDatabase()
    assert pdb.gimp_test is pdb["gimp-test"]
    assert pdb.gimp_test("layer", 2.5) is None
    mode = fake_gi.RunMode.NONINTERACTIVE
    assert found.config == {"run-mode": mode, "drawables": ["layer"], "radius": 2.5}


def test_one_result_comes_bare_and_several_as_a_tuple(found: FoundProcedure) -> None:
    pdb = ProcedureDatabase()
    found.results, found.outcome = [_spec("layer", "GimpLayer")], [Status.SUCCESS, "layer"]
    assert pdb.gimp_test("layer", 1.0) == "layer"
    image = fake_gi.Image(1, 1)
    one, two = (fake_gi.Layer(image, name, 1, 1, 0, 100.0, 0) for name in ("one", "two"))
    found.results = [_spec("layers", "GimpCoreObjectArray"), _spec("n", "gint")]
    found.outcome = [Status.SUCCESS, [one, two], 4]
    assert pdb.gimp_test("layer", 1.0) == (2, (one.id, two.id), 4)


def test_a_failing_procedure_raises_gimp_s_own_message(found: FoundProcedure) -> None:
    found.outcome = [Status.EXECUTION_ERROR, "no such layer"]
    with pytest.raises(gimpfu.error, match="gimp-test failed: no such layer"):
        ProcedureDatabase().gimp_test("layer", 1.0)
    found.outcome = [Status.EXECUTION_ERROR]
    with pytest.raises(gimpfu.error, match="gimp-test failed: GIMP gave no reason"):
        ProcedureDatabase().gimp_test("layer", 1.0)


@pytest.mark.usefixtures("found")
def test_what_gimp_would_drop_in_silence_is_an_error() -> None:
    pdb = ProcedureDatabase()
    with pytest.raises(gimpfu.ArgumentError, match=r"does not take 11.0 for radius"):
        pdb.gimp_test("layer", 11.0)
    with pytest.raises(gimpfu.ArgumentError, match="radius: no number"):
        pdb.gimp_test("layer", None)
    with pytest.raises(gimpfu.ArgumentError, match="takes 2 values, not 3"):
        pdb.gimp_test("layer", 1.0, 2.0)
    with pytest.raises(gimpfu.error, match="no procedure gimp-none"):
        pdb.gimp_none()


def test_the_length_before_a_list_is_left_out(found: FoundProcedure) -> None:
    pdb = ProcedureDatabase()
    image = fake_gi.Image(1, 1)
    layers = [fake_gi.Layer(image, name, 1, 1, 0, 100.0, 0) for name in ("one", "two")]
    pdb.gimp_test(2, layers, 1.0)
    assert found.config["drawables"] == layers
    assert found.config["radius"] == 1.0


def test_a_procedure_that_is_gone_says_what_to_use(found: FoundProcedure) -> None:
    pdb = ProcedureDatabase()
    with pytest.raises(gimpfu.error, match=r"plug-in-mosaic: see the filters of GEGL"):
        pdb.plug_in_mosaic("image", "layer")
    assert "plug-in-mosaic" not in pdb
    assert "gimp_test" in pdb


def test_vectors_are_paths() -> None:
    assert oldnames.spelled("gimp-vectors-new") == "gimp-path-new"
    assert oldnames.spelled("plug-in-vectors") == "plug-in-vectors"


def test_the_database_object_is_an_ordinary_object() -> None:
    assert not hasattr(ProcedureDatabase(), "__wrapped__")
