# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``from gimpfu import *`` gives, and the modules that scripts import besides."""

from __future__ import annotations

import importlib
import math
import os
import sys
from types import SimpleNamespace
from typing import Any

import gimpfu
import pytest
from gimpfu import enums


def star() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec("from gimpfu import *", names)
    return names


def test_a_script_gets_the_names_of_gimp_2() -> None:
    expected = {"gimp", "pdb", "register", "main", "fail", "N_", "gettext", "error", "CancelError"}
    assert expected <= set(star())


def test_a_script_gets_the_modules_that_gimp_2_let_through() -> None:
    names = star()
    expected = {
        "math": math,
        "os": os,
        "sys": sys,
        "gimpcolor": importlib.import_module("gimpcolor"),
    }
    assert {name: names[name] for name in expected} == expected
    assert names["gettext"].gettext("text") == names["t"].gettext("text") == "text"


def test_the_types_of_the_database_are_the_parameter_types() -> None:
    names = star()
    assert names["PDB_INT32"] is names["PF_INT32"]
    assert names["PDB_DRAWABLE"] is names["PF_DRAWABLE"]


def test_a_script_gets_every_parameter_type_and_the_constants() -> None:
    names = star()
    assert {name for name in dir(gimpfu) if name.startswith("PF_")} <= set(names)
    assert (names["FG_BUCKET_FILL"], names["UNIT_INCH"], names["TRUE"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        *(("gimp", "Layer"), ("gimpcolor", "RGB"), ("gimpcolor", "HSV"), ("gimpenums", "PIXELS")),
        *(("gimpshelf", "shelf"), ("gimpplugin", "plugin")),
    ],
)
def test_the_modules_of_gimp_2_are_known(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def test_renamed_constants_have_the_numbers_of_gimp_3(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {2: "GIMP_FILL_WHITE", 5: "GIMP_ADD_MASK_COPY"}
    values = {number: SimpleNamespace(value_name=name) for number, name in names.items()}
    gimp = SimpleNamespace(Kind=SimpleNamespace(__enum_values__=values), other=3)
    monkeypatch.setattr(enums, "Gimp", gimp)
    found = enums.constants()
    assert found["FILL_WHITE"] == found["WHITE_FILL"] == 2
    assert found["ADD_COPY_MASK"] == 5
    assert "NORMAL_MODE" not in found, "this GIMP has it no more"
