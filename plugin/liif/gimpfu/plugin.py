# SPDX-License-Identifier: GPL-3.0-or-later
"""``main``: the registered procedures as a GIMP 3 plug-in."""

from __future__ import annotations

import sys
import traceback

from gimpfu import arguments
from gimpfu.errors import ArgumentError, CancelError, error
from gimpfu.introspection import Gimp, GLib
from gimpfu.registration import Registration, registrations


class PlugIn(Gimp.PlugIn):  # type: ignore[misc] # the base comes from introspection, untyped
    """Offers every registered procedure to GIMP."""

    __gtype_name__ = "GimpfuPlugIn"

    def do_set_i18n(self, name: str) -> bool:
        """No translations yet; without this answer GIMP looks for a catalogue and warns."""
        return False

    def do_query_procedures(self) -> list[str]:
        return list(registrations)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        registration = registrations[name]
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, _run, None)
        procedure.set_image_types(registration.image_types)
        procedure.set_sensitivity_mask(Gimp.ProcedureSensitivityMask.DRAWABLE)
        procedure.set_menu_label(registration.label)
        if registration.menu is not None:
            procedure.add_menu_path(registration.menu)
        procedure.set_documentation(registration.blurb, registration.help, name)
        procedure.set_attribution(registration.author, registration.copyright, registration.date)
        for param in registration.params:
            arguments.declare(procedure, param)
        for result in registration.results:
            arguments.declare_result(procedure, result)
        return procedure


def main() -> None:
    """Serve the procedures until GIMP has what it wanted; call it last in the script."""
    Gimp.main(PlugIn.__gtype__, sys.argv)


def _run(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    _data: object,
) -> Gimp.ValueArray:
    """GIMP's way in. An exception that left here would reach the caller without its text."""
    registration = registrations[procedure.get_name()]
    status = Gimp.PDBStatusType
    try:
        return _call(procedure, registration, run_mode, image, drawables, config)
    except CancelError:
        return procedure.new_return_values(status.CANCEL, None)
    except ArgumentError as problem:
        return procedure.new_return_values(status.CALLING_ERROR, _gerror(str(problem)))
    except error as problem:
        return procedure.new_return_values(status.EXECUTION_ERROR, _gerror(str(problem)))
    except Exception as problem:
        traceback.print_exc()
        text = f"{registration.name}: {type(problem).__name__}: {problem}"
        return procedure.new_return_values(status.EXECUTION_ERROR, _gerror(text))


def _call(
    procedure: Gimp.Procedure,
    registration: Registration,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
) -> Gimp.ValueArray:
    if len(drawables) != 1:
        raise ArgumentError(
            f"this works on one layer at a time, and {len(drawables)} are selected: select one"
        )
    interactive = run_mode == Gimp.RunMode.INTERACTIVE
    if interactive and registration.params:
        from gimpfu import dialog  # needs a display, which other runs may not have

        if not dialog.ask(procedure, config, registration, image, drawables[0]):
            raise CancelError
    values = [arguments.read(config, param) for param in registration.params]
    outcome = registration.function(image, drawables[0], *values)
    answer = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    arguments.set_results(answer, registration.results, outcome)
    if run_mode != Gimp.RunMode.NONINTERACTIVE:
        Gimp.displays_flush()
    return answer


def _gerror(text: str) -> GLib.Error:
    return GLib.Error.new_literal(Gimp.PlugIn.error_quark(), text, 0)
