# SPDX-License-Identifier: GPL-3.0-or-later
"""``main``: the registered procedures as a GIMP 3 plug-in."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from gimpfu import arguments, broken
from gimpfu.errors import ArgumentError, CancelError, error
from gimpfu.introspection import Gimp, GLib
from gimpfu.objects import buffers, wrap
from gimpfu.params import Kind
from gimpfu.registration import Registration, registrations
from gimpfu.translation import N_, translated

_ANEW = N_("a file is chosen anew for each image, and there is no window to ask in: name it")


class PlugIn(Gimp.PlugIn):
    """Offers every registered procedure to GIMP."""

    __gtype_name__ = "GimpfuPlugIn"

    def do_set_i18n(self, name: str) -> bool | tuple[bool, str, str | None]:
        """The catalogue of a procedure; without an answer GIMP looks for one and warns."""
        domain = registrations[name].domain if name in registrations else None
        if domain is None:
            return False
        catalogue, folder = domain
        if folder is None:
            return True, catalogue, None
        # GIMP 3 takes only folders within the plug-in's own, by their relative names.
        own, inside = Path(sys.argv[0]).resolve().parent, Path(folder).resolve()
        if own not in inside.parents or not inside.is_dir():
            return False
        return True, catalogue, str(inside.relative_to(own))

    def do_query_procedures(self) -> list[str]:
        for registration in registrations.values():
            if registration.on_query is not None:
                registration.on_query()
        return list(registrations)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        registration = registrations[name]
        kind = Gimp.PDBProcType.PLUGIN
        procedure: Gimp.Procedure
        if registration.leading:
            procedure = Gimp.ImageProcedure.new(self, name, kind, _run, None)
            # In GIMP 2 no types meant that the procedure can always be called.
            procedure.set_image_types(registration.image_types or "*")
            procedure.set_sensitivity_mask(_sensitivity(registration))
        else:
            procedure = Gimp.Procedure.new(self, name, kind, _run_alone, None)
            arguments.declare_run_mode(procedure)
        # GIMP 2 looked them up itself, GIMP 3 leaves that to the plug-in.
        blurb, about, label = (
            translated(text, registration.domain)
            for text in (registration.blurb, registration.help, registration.label)
        )
        procedure.set_documentation(blurb, about, name)
        procedure.set_attribution(registration.author, registration.copyright, registration.date)
        if registration.menus and registration.label:
            procedure.set_menu_label(label)
            for menu in registration.menus:
                procedure.add_menu_path(menu)
        for param in registration.params:
            arguments.declare(procedure, param)
        for result in registration.results:
            arguments.declare_result(procedure, result)
        return procedure


def main() -> None:
    """Serve the procedures until GIMP has what it wanted; call it last in the script."""
    broken.stop_watching()
    Gimp.main(PlugIn.__gtype__, sys.argv)


def _sensitivity(registration: Registration) -> Gimp.ProcedureSensitivityMask:
    """When the menu's entry can be chosen."""
    mask = Gimp.ProcedureSensitivityMask
    if len(registration.leading) > 1:
        return mask.DRAWABLE | mask.DRAWABLES if registration.several else mask.DRAWABLE
    return mask.DRAWABLE | mask.DRAWABLES | mask.NO_DRAWABLES


def _run(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    _data: object,
) -> Gimp.ValueArray:
    """GIMP's way into procedures of an image."""
    registration = registrations[procedure.get_name()]
    return _answer(
        procedure,
        registration,
        lambda: _call(procedure, registration, run_mode, config, image, drawables),
    )


def _run_alone(
    procedure: Gimp.Procedure, config: Gimp.ProcedureConfig, _data: object
) -> Gimp.ValueArray:
    """GIMP's way into the others."""
    registration = registrations[procedure.get_name()]
    run_mode = config.get_property("run-mode")
    return _answer(
        procedure, registration, lambda: _call(procedure, registration, run_mode, config, None, ())
    )


def _answer(
    procedure: Gimp.Procedure, registration: Registration, call: Callable[[], Gimp.ValueArray]
) -> Gimp.ValueArray:
    """What ``call`` returns. An exception that left here would lose its text on the way."""
    status = Gimp.PDBStatusType
    try:
        return call()
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
    config: Gimp.ProcedureConfig,
    image: Gimp.Image | None,
    drawables: Sequence[Gimp.Drawable],
) -> Gimp.ValueArray:
    leading = _given(registration, image, drawables)
    interactive = run_mode == Gimp.RunMode.INTERACTIVE
    repeats = run_mode == Gimp.RunMode.WITH_LAST_VALS
    if (interactive and registration.params) or (repeats and registration.asks_anew):
        from gimpfu import dialog  # needs a display, which other runs may not have

        if not (interactive or dialog.can_ask()):
            raise ArgumentError(translated(_ANEW, registration.domain))
        if not dialog.ask(procedure, config, registration, image, drawables):
            raise CancelError
    values = [arguments.read(config, param) for param in registration.params]
    if registration.on_run is not None:
        registration.on_run()
    function = (registration.repeated if repeats else None) or registration.function
    outcome = function(*leading, *values)
    buffers.flush()
    answer = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    arguments.set_results(answer, registration.results, outcome)
    if run_mode != Gimp.RunMode.NONINTERACTIVE:
        Gimp.displays_flush()
    return answer


def _given(
    registration: Registration, image: Gimp.Image | None, drawables: Sequence[Gimp.Drawable]
) -> list[object]:
    """The image and the drawable, or list of them, that the function wants.

    Raises :class:`ArgumentError`.
    """
    if len(registration.leading) < 2:
        return [wrap(image)] * len(registration.leading)
    kind = registration.leading[1].kind
    refused = ""
    if not drawables and registration.several:
        refused = N_("no layer is selected: select one")
    elif len(drawables) != 1 and not registration.several:
        refused = N_("this works on one layer at a time: select exactly one")
    elif kind is Kind.LAYER and not all(isinstance(each, Gimp.Layer) for each in drawables):
        refused = N_("this works on a layer, and a mask or channel is selected")
    elif kind is Kind.CHANNEL and not all(isinstance(each, Gimp.Channel) for each in drawables):
        refused = N_("this works on a channel, and a layer is selected")
    if refused:
        raise ArgumentError(translated(refused, registration.domain))
    wrapped = [wrap(each) for each in drawables]
    return [wrap(image), wrapped if registration.several else wrapped[0]]


def _gerror(text: str) -> GLib.Error:
    return GLib.Error.new_literal(Gimp.PlugIn.error_quark(), text, 0)
