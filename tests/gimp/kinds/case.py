# SPDX-License-Identifier: GPL-3.0-or-later
"""One combination, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Colours = Literal["RGB", "gray", "indexed"]
Procedure = Literal["upscale", "clean", "enhance-selection", "print"]
Selection = Literal["", "rectangle", "feathered", "beside the layer"]

_DEPTHS: Final = {
    "U8": "8 bit",
    "U16": "16 bit",
    "U32": "32 bit",
    "HALF": "half",
    "FLOAT": "float",
    "DOUBLE": "double",
}
_ENCODINGS: Final = {"NON_LINEAR": "", "PERCEPTUAL": " perceptual", "LINEAR": " linear"}
_ARGUMENTS: Final[dict[str, dict[str, Any]]] = {
    "upscale": {"scale": 1.5, "refocus": 0},
    # Twice the 96 x 64 pixels of the canvas.
    "print": {"width": 1.92, "height": 1.28, "unit": "inch", "ppi": 100.0, "refocus": 0},
}
_GROWS: Final = {"upscale": 1.5, "print": 2.0}


@dataclass(frozen=True)
class Case:
    """One call of one procedure; what is not named is as in most photos."""

    procedure: Procedure = "upscale"
    scene: str = "plain"
    """The kind of layer: a function of ``inside/scenes.py``."""
    layer: str = "layer"
    """The same in words."""
    selection: Selection = ""
    colours: Colours = "RGB"
    alpha: bool = False
    precision: str = "U8_NON_LINEAR"
    """As GIMP names it."""
    profile: str = ""
    refused: str = ""
    """What the message says; empty where the procedure succeeds."""
    needs: str = "3.0"
    """The first GIMP that has it."""

    @property
    def image(self) -> str:
        """Colours, precision and profile in words."""
        depth, encoding = self.precision.split("_", 1)
        words = (
            self.colours + (" with alpha" if self.alpha else ""),
            _DEPTHS[depth] + _ENCODINGS[encoding],
            self.profile,
        )
        return ", ".join(filter(None, words))

    @property
    def grows(self) -> float:
        """The factor that the image is enlarged by; 0 where the call is refused."""
        return 0.0 if self.refused else _GROWS.get(self.procedure, 1.0)

    @property
    def debatable(self) -> bool:
        """Whether good methods differ: about hard edges, and about a picture of one pixel."""
        return self.scene in ("text", "vector", "shadowed", "tiny")

    def call(self) -> dict[str, Any]:
        """As ``inside/kinds.py`` takes it. The picture is undamaged, and soft on purpose: nothing
        is to be removed, and it is to stay as it is."""
        return {
            "procedure": f"plug-in-liif-{self.procedure}",
            "arguments": {"strength": 0, **_ARGUMENTS.get(self.procedure, {})},
            "scene": self.scene,
            "selection": self.selection,
            "colours": self.colours,
            "alpha": self.alpha,
            "precision": self.precision,
            "profile": self.profile,
            "grows": self.grows,
        }
