# SPDX-License-Identifier: GPL-3.0-or-later
"""A user whose home has blanks, umlauts and quotes in its name installs and uses the plug-in."""

from __future__ import annotations

import pytest

from . import pictures
from .runner import Gimp
from .sandbox import HOME

ODD = 'Jörg\'s "große" photos & more'

CALL = """
import sys
sys.path.insert(0, "/opt/liif-tests")
sys.dont_write_bytecode = True
import gi
gi.require_version("Gimp", "3.0")
from inside import tasks
image = tasks.load({photo!r})
answer = tasks.call(image, image.get_layers(), "plug-in-liif-upscale", {{}})
print("the answer:", image.get_width(), answer["error"], answer["temporary"])
"""


@pytest.mark.trust("Privacy and permissions")
def test_an_odd_home_is_no_obstacle(gimp: Gimp) -> None:
    home = gimp.sandbox.home / ODD
    home.mkdir()
    pictures.save_photo(home / 'Öl auf "Leinwand".jpg', 60, 40)
    gimp.sandbox.own(home)
    inside = f"{HOME}/{ODD}"
    environment = {"HOME": inside}
    # The checkout that the first installation left.
    command = ["python3", f"{HOME}/checkout/install.py"]
    done = gimp.sandbox.run(command, network=True, timeout=600, environment=environment)
    assert done.returncode == 0, done.stdout
    assert f"{inside}/.config/GIMP" in done.stdout
    code = CALL.format(photo=f'{inside}/Öl auf "Leinwand".jpg')
    program = f"gimp-console-{gimp.sandbox.root.gimp_version}"
    options = ["-i", "-d", "--quit", "--batch-interpreter", "python-fu-eval"]
    done = gimp.sandbox.run([program, *options, "-b", f"exec({code!r})"], environment=environment)
    assert "the answer: 120 success []" in done.stdout, done.stdout
