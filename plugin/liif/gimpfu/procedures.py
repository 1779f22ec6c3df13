# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``pdb`` object of the GIMP 2 API: every procedure of GIMP as a Python callable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gimpfu import conversion
from gimpfu.errors import ArgumentError, UnavailableError, error
from gimpfu.introspection import Gegl, Gimp, GObject
from gimpfu.objects import buffers
from gimpfu.params import PDB
from gimpfu.strict import nearest

_EXPORT_OPTIONS = "GimpExportOptions"
_CHOICE = "GimpParamChoice"
_Call = Callable[..., object]
Params = tuple[tuple[object, str, str], ...]
"""Type, name and description of arguments or results: a PDB constant, or the type's name."""

_TYPES = {
    "gint": PDB["PDB_INT32"],
    "guint": PDB["PDB_INT32"],
    "gboolean": PDB["PDB_INT32"],
    "gdouble": PDB["PDB_FLOAT"],
    "gchararray": PDB["PDB_STRING"],
    "GFile": PDB["PDB_STRING"],
    "GeglColor": PDB["PDB_COLOR"],
    "GimpItem": PDB["PDB_ITEM"],
    "GimpDisplay": PDB["PDB_DISPLAY"],
    "GimpImage": PDB["PDB_IMAGE"],
    "GimpLayer": PDB["PDB_LAYER"],
    "GimpChannel": PDB["PDB_CHANNEL"],
    "GimpDrawable": PDB["PDB_DRAWABLE"],
    "GimpPath": PDB["PDB_VECTORS"],
    "GimpRunMode": PDB["PDB_INT32"],
}


class PdbProcedure:
    """One procedure, called with its arguments in order, as GIMP 2 had them.

    ``run-mode`` is left out of the order and given as the keyword ``run_mode``. Before a list its
    length is given; one drawable is accepted where GIMP 3 wants a list of them. The call returns
    None, the one result, or a tuple of results; it raises :class:`gimpfu.errors.error` with GIMP's
    own message when it fails.
    """

    def __init__(self, procedure: Gimp.Procedure) -> None:
        self._procedure = procedure
        self.proc_name: str = procedure.get_name()

    @property
    def proc_blurb(self) -> str:
        return str(self._procedure.get_blurb())

    @property
    def proc_help(self) -> str:
        return str(self._procedure.get_help())

    @property
    def nparams(self) -> int:
        return len(self._procedure.get_arguments())

    @property
    def nreturn_vals(self) -> int:
        return len(self._procedure.get_return_values())

    @property
    def proc_author(self) -> str:
        return str(self._procedure.get_authors())

    @property
    def proc_copyright(self) -> str:
        return str(self._procedure.get_copyright())

    @property
    def proc_date(self) -> str:
        return str(self._procedure.get_date())

    @property
    def proc_type(self) -> int:
        """INTERNAL, PLUGIN or TEMPORARY."""
        return int(self._procedure.get_proc_type())

    @property
    def params(self) -> Params:
        """Type, name and description of every argument, as GIMP 3 has them."""
        return _described(self._procedure.get_arguments())

    @property
    def return_vals(self) -> Params:
        """Type, name and description of every result, as GIMP 3 has them."""
        return _described(self._procedure.get_return_values())

    def __repr__(self) -> str:
        return f"<pdb function {self.proc_name}>"

    def __call__(self, *values: object, run_mode: int | None = None) -> object:
        return self.call(self._by_name(values), run_mode)

    def call(self, named: Mapping[str, object], run_mode: int | None = None) -> object:
        """Call it with arguments by name; the others keep their defaults."""
        buffers.flush()
        config = self._procedure.create_config()
        specs = {spec.name: spec for spec in self._procedure.get_arguments()}
        if "run-mode" in specs:
            mode = Gimp.RunMode.NONINTERACTIVE if run_mode is None else run_mode
            config.set_property("run-mode", Gimp.RunMode(int(mode)))
        for name, spec in specs.items():
            if name in named:
                self._set(config, spec, named[name])
            elif spec.value_type.name == "GeglColor":
                # GIMP crashes on procedures that get no colour at all.
                config.set_property(name, Gegl.Color.new("black"))
        results = self._procedure.run(config)
        if results.index(0) != Gimp.PDBStatusType.SUCCESS:
            # The last error of the database would be that of another call, where GIMP refused
            # this one before making it.
            reason = results.index(1) if results.length() > 1 else "GIMP gave no reason"
            raise error(f"{self.proc_name} failed: {reason}")
        found: list[object] = []
        for index, spec in enumerate(self._procedure.get_return_values(), start=1):
            found.extend(conversion.from_gimp(results, index, spec))
        if not found:
            return None
        return found[0] if len(found) == 1 else tuple(found)

    def _by_name(self, values: tuple[object, ...]) -> dict[str, object]:
        """The values in order, by the names of GIMP 3; lengths of lists are left out."""
        specs = [
            spec
            for number, spec in enumerate(self._procedure.get_arguments())
            if not (number == 0 and spec.name == "run-mode")
            and spec.value_type.name != _EXPORT_OPTIONS
        ]
        named: dict[str, object] = {}
        rest = list(values)
        for spec in specs:
            if not rest:
                break
            if _is_counted(spec, rest):
                rest.pop(0)
            named[spec.name] = rest.pop(0)
        if rest:
            raise ArgumentError(f"{self.proc_name} takes {len(specs)} values, not {len(values)}")
        return named

    def _set(self, config: Gimp.ProcedureConfig, spec: GObject.ParamSpec, value: object) -> None:
        kind = spec.value_type.name
        if kind in conversion.UNREADABLE:
            raise error(f"{self.proc_name} cannot be given {spec.name}: use GIMP 3's own function")
        if isinstance(value, int) and spec.__gtype__.name == _CHOICE:
            value = conversion.word_of(spec, value)
        given = conversion.to_gimp(kind, value)
        if kind == conversion.OBJECTS:
            config.set_core_object_array(spec.name, given)
            return
        try:
            config.set_property(spec.name, given)
        except TypeError as problem:
            raise ArgumentError(f"{self.proc_name}, {spec.name}: {problem}") from None
        # GIMP keeps the previous value, with a warning on standard error only, when the new
        # one is out of range.
        if isinstance(given, (int, float, str)):
            taken = config.get_property(spec.name)
            if taken != given and not _near(taken, given):
                raise ArgumentError(f"{self.proc_name} does not take {value!r} for {spec.name}")


class ProcedureDatabase:
    """``pdb.gimp_image_scale(...)`` or ``pdb["gimp-image-scale"](...)``.

    Names of GIMP 2 that GIMP 3 has no more are taken too, where :mod:`gimpfu.oldnames` knows
    what to do; the arguments are those of GIMP 2.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Call] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a callable with attributes
        canonical = name.replace("_", "-")
        if canonical not in self._known:
            self._known[canonical] = self._find(canonical)
        return self._known[canonical]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a callable with attributes
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __contains__(self, name: str) -> bool:
        try:
            self[name]
        except error:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.query())

    def query(self, name: str = ".*", *others: str) -> list[str]:
        """The names of GIMP 3's procedures that match regular expressions.

        ``others`` are for blurb, help, help identifier, author, copyright, date and type.
        """
        patterns = [*others, *[".*"] * 7][:7]
        return list(Gimp.get_pdb().query_procedures(name, *patterns))

    def new(self, name: str) -> PdbProcedure:
        """A procedure of GIMP 3 under its own name, without regard to old ones.

        Raises :class:`gimpfu.errors.UnavailableError` when there is none.
        """
        procedure = Gimp.get_pdb().lookup_procedure(name)
        if procedure is None:
            near = nearest(name, self.query())
            raise UnavailableError(f"this GIMP has no procedure {name}{near}")
        return PdbProcedure(procedure)

    def _find(self, name: str) -> _Call:
        from gimpfu import oldnames  # which calls procedures in turn

        return oldnames.find(name, self) or self.new(oldnames.spelled(name))


def _described(specs: Iterable[GObject.ParamSpec]) -> Params:
    return tuple(
        (_TYPES.get(spec.value_type.name, spec.value_type.name), spec.name, spec.blurb)
        for spec in specs
    )


def _is_counted(spec: GObject.ParamSpec, rest: list[object]) -> bool:
    """Whether the next value is the length of a list that follows."""
    kind = spec.value_type.name
    counted = len(rest) > 1 and isinstance(rest[0], int) and conversion.is_list(rest[1])
    return kind in conversion.ARRAYS and counted


def _near(taken: object, value: object) -> bool:
    """Whether a property that is stored in single precision holds the value."""
    if isinstance(taken, float) and isinstance(value, (int, float)):
        return abs(taken - value) <= 1e-6 * abs(value)
    return False


pdb = ProcedureDatabase()
