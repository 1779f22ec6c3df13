# SPDX-License-Identifier: Apache-2.0
"""One crisp end made of several trainings:
``python -m liif_core.lab.training.mixing BASE OUT NAME WEIGHTS=SHARE...``.

Trainings that start from the same weights change them in ways that can be added up, so that the
result has what each of them has learned (task arithmetic, arXiv 2212.04089). ``BASE`` and
``WEIGHTS`` are safetensors of ``fast``; the model NAME is written into the folder OUT.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from liif_core.errors import LiifError
from liif_core.lab.training.recipes import recipe
from liif_core.networks.architectures import build
from liif_core.networks.publish import publish

_ENCODER = "encoder."


def mix(
    base: Mapping[str, Tensor], ends: Sequence[tuple[Mapping[str, Tensor], float]]
) -> dict[str, Tensor]:
    """``base`` and of each of ``ends`` so large a share of its way from there.

    Decoder and estimator stay those of ``base``. Raises :class:`LiifError` for weights of another
    network.
    """
    if any(each.keys() != base.keys() for each, _ in ends):
        raise LiifError("the weights are of different networks")
    return {
        name: value.float()
        + sum(share * (end[name].float() - value.float()) for end, share in ends)
        * name.startswith(_ENCODER)
        for name, value in base.items()
    }


def main(words: list[str]) -> None:
    """Mix and write. Raises :class:`LiifError`."""
    parser = argparse.ArgumentParser(prog="python -m liif_core.lab.training.mixing")
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("name")
    parser.add_argument("ends", nargs="+", metavar="WEIGHTS=SHARE")
    parser.add_argument("--origin", default="", help="what the manifest says of the data")
    asked = parser.parse_args(words)
    ends = [
        (load_file(path), float(share)) for path, share in (e.rsplit("=", 1) for e in asked.ends)
    ]
    network = build("fast")
    network.load_state_dict(mix(load_file(asked.base), ends))
    how = recipe("crisp")
    publish(
        network.eval(),
        asked.out,
        name=asked.name,
        architecture=how.architecture,
        licence="Apache-2.0",
        description=how.description,
        refocuses=how.refocuses,
        trained_on=asked.origin,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
