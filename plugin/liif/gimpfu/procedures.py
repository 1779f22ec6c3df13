# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``pdb`` object of the GIMP 2 API: every procedure of GIMP as a Python callable."""

from __future__ import annotations

from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp, GObject


class PdbProcedure:
    """One procedure, called with its arguments in order.

    ``run-mode`` is left out of the order and given as the keyword ``run_mode``. One drawable is
    accepted where GIMP 3 wants a list of them. The call returns None, the one result, or a tuple
    of results; it raises :class:`gimpfu.errors.error` with GIMP's own message when it fails.
    """

    def __init__(self, procedure: Gimp.Procedure) -> None:
        self._procedure = procedure
        self.proc_name: str = procedure.get_name()

    def __call__(self, *values: object, run_mode: int | None = None) -> object:
        config = self._procedure.create_config()
        specs = list(self._procedure.get_arguments())
        if specs and specs[0].name == "run-mode":
            mode = Gimp.RunMode.NONINTERACTIVE if run_mode is None else run_mode
            config.set_property("run-mode", mode)
            specs = specs[1:]
        if len(values) > len(specs):
            raise ArgumentError(f"{self.proc_name} takes {len(specs)} values, not {len(values)}")
        for spec, value in zip(specs, values, strict=False):
            self._set(config, spec, value)
        results = self._procedure.run(config)
        if results.index(0) != Gimp.PDBStatusType.SUCCESS:
            # The last error of the database would be that of another call, where GIMP refused
            # this one before making it.
            reason = results.index(1) if results.length() > 1 else "GIMP gave no reason"
            raise error(f"{self.proc_name} failed: {reason}")
        found = tuple(
            results.get_core_object_array(index) if _holds_objects(spec) else results.index(index)
            for index, spec in enumerate(self._procedure.get_return_values(), start=1)
        )
        if not found:
            return None
        return found[0] if len(found) == 1 else found

    def _set(self, config: Gimp.ProcedureConfig, spec: GObject.ParamSpec, value: object) -> None:
        if _holds_objects(spec):
            config.set_core_object_array(
                spec.name, list(value) if isinstance(value, (list, tuple)) else [value]
            )
            return
        try:
            config.set_property(spec.name, value)
        except TypeError as problem:
            raise ArgumentError(f"{self.proc_name}, {spec.name}: {problem}") from None
        # GIMP keeps the previous value, with a warning on standard error only, when the new
        # one is out of range.
        if isinstance(value, (int, float, str)):
            taken = config.get_property(spec.name)
            if taken != value and not _near(taken, value):
                raise ArgumentError(f"{self.proc_name} does not take {value!r} for {spec.name}")


class ProcedureDatabase:
    """``pdb.gimp_image_scale(...)`` or ``pdb["gimp-image-scale"](...)``."""

    def __init__(self) -> None:
        self._known: dict[str, PdbProcedure] = {}

    def __getitem__(self, name: str) -> PdbProcedure:
        canonical = name.replace("_", "-")
        if canonical not in self._known:
            procedure = Gimp.get_pdb().lookup_procedure(canonical)
            if procedure is None:
                raise error(f"this GIMP has no procedure {canonical}")
            self._known[canonical] = PdbProcedure(procedure)
        return self._known[canonical]

    def __getattr__(self, name: str) -> PdbProcedure:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


def _holds_objects(spec: GObject.ParamSpec) -> bool:
    """Whether the value is a list of layers or other objects, which has accessors of its own."""
    return bool(spec.value_type.name == "GimpCoreObjectArray")


def _near(taken: object, value: object) -> bool:
    """Whether a property that is stored in single precision holds the value."""
    if isinstance(taken, float) and isinstance(value, (int, float)):
        return abs(taken - value) <= 1e-6 * abs(value)
    return False


pdb = ProcedureDatabase()
