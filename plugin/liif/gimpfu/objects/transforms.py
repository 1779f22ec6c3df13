# SPDX-License-Identifier: GPL-3.0-or-later
"""``drawable.transform_rotate(...)`` and its kin, which are procedures by other names."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gimpfu.objects.items import Item

_FULL = "transform_direction interpolation supersample=0 recursion_level=3 clip_result=0"
_DEFAULT = "interpolate=0 clip_result=0"
_CORNERS = "x0 y0 x1 y1"
_QUADRANGLE = f"{_CORNERS} x2 y2 x3 y3"
_TURN = "angle auto_center center_x center_y"
_MOVE = "source_x source_y scale_x scale_y angle dest_x dest_y"
_MATRIX = " ".join(f"coeff_{row}_{column}" for row in range(3) for column in range(3))

_ARGUMENTS = {
    "2d": f"{_MOVE} {_FULL}",
    "2d_default": f"{_MOVE} {_DEFAULT}",
    "flip": f"{_CORNERS} {_FULL}",
    "flip_default": f"{_CORNERS} {_DEFAULT}",
    "flip_simple": "flip_type auto_center axis clip_result=0",
    "matrix": f"{_MATRIX} {_FULL}",
    "matrix_default": f"{_MATRIX} {_DEFAULT}",
    "perspective": f"{_QUADRANGLE} {_FULL}",
    "perspective_default": f"{_QUADRANGLE} {_DEFAULT}",
    "rotate": f"{_TURN} {_FULL}",
    "rotate_default": f"{_TURN} {_DEFAULT}",
    "rotate_simple": "rotate_type auto_center center_x center_y clip_result=0",
    "scale": f"{_CORNERS} {_FULL}",
    "scale_default": f"{_CORNERS} {_DEFAULT}",
    "shear": f"shear_type magnitude {_FULL}",
    "shear_default": f"shear_type magnitude {_DEFAULT}",
}
"""The arguments of the methods, by name or in order, with the defaults of GIMP 2."""


def _method(name: str, arguments: str) -> Callable[..., Item]:
    """The method that calls ``gimp_drawable_transform_NAME``."""
    parameters = [Parameter("self", Parameter.POSITIONAL_ONLY)]
    for word in arguments.split():
        label, _, default = word.partition("=")
        given = int(default) if default else Parameter.empty
        parameters.append(Parameter(label, Parameter.POSITIONAL_OR_KEYWORD, default=given))
    signature = Signature(parameters)

    def transform(*values: Any, **named: Any) -> Item:  # noqa: ANN401 - numbers and the drawable
        from gimpfu.procedures import pdb  # which imports these classes in turn

        bound = signature.bind(*values, **named)
        bound.apply_defaults()
        transformed: Item = pdb[f"gimp-drawable-transform-{name.replace('_', '-')}"](*bound.args)
        return transformed

    transform.__name__ = f"transform_{name}"
    transform.__doc__ = f"As ``gimp_drawable_transform_{name}``; returns what it has become."
    return transform


class Transforms:
    """The methods of drawables that transform them."""

    __slots__ = ()


for _name, _arguments in _ARGUMENTS.items():
    setattr(Transforms, f"transform_{_name}", _method(_name, _arguments))
