# SPDX-License-Identifier: Apache-2.0
"""The papers and repositories behind the models and the measures."""

from __future__ import annotations

from dataclasses import dataclass

from liif_core.phrases import Phrase


@dataclass(frozen=True)
class Source:
    """A paper."""

    title: str
    authors: str
    year: int
    url: str
    repository: str | None
    """Address of its authors' code."""
    used_for: Phrase


LIIF = Source(
    "Learning Continuous Image Representation with Local Implicit Image Function",
    "Chen, Liu, Wang",
    2021,
    "https://arxiv.org/abs/2012.09161",
    "https://github.com/yinboc/liif",
    Phrase("any factor: a decoder that answers at continuous coordinates"),
)
_EDSR = Source(
    "Enhanced Deep Residual Networks for Single Image Super-Resolution",
    "Lim, Son, Kim, Nah, Lee",
    2017,
    "https://arxiv.org/abs/1707.02921",
    "https://github.com/sanghyun-son/EDSR-PyTorch",
    Phrase("the encoder's residual blocks"),
)
_RDN = Source(
    "Residual Dense Network for Image Super-Resolution",
    "Zhang, Tian, Kong, Zhong, Fu",
    2018,
    "https://arxiv.org/abs/1802.08797",
    "https://github.com/yulunzhang/RDN",
    Phrase("the encoder's residual dense blocks"),
)
_FBCNN = Source(
    "Towards Flexible Blind JPEG Artifacts Removal",
    "Jiang, Zhang, Timofte",
    2021,
    "https://arxiv.org/abs/2109.14573",
    "https://github.com/jiaxi-jiang/FBCNN",
    Phrase("a strength that is judged and may be overruled"),
)
_FFDNET = Source(
    "FFDNet: Toward a Fast and Flexible Solution for CNN based Image Denoising",
    "Zhang, Zuo, Zhang",
    2018,
    "https://arxiv.org/abs/1710.04026",
    "https://github.com/cszn/FFDNet",
    Phrase("the strength as an input of the encoder"),
)
_BEHIND = {
    "fast": (LIIF, _EDSR, _FBCNN, _FFDNET),
    "edsr-liif": (LIIF, _EDSR),
    "rdn-liif": (LIIF, _RDN),
}


def list_sources(architecture: str) -> tuple[Source, ...]:
    """The papers that a model of ``architecture`` rests on, LIIF first."""
    return _BEHIND.get(architecture, (LIIF,))
