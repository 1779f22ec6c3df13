# SPDX-License-Identifier: Apache-2.0
"""The main job on a photo of known truth, done by a worker as an editor starts it.

``python -I -m liif_core.sample FOLDER`` shrinks and compresses a photo, has the worker enlarge
it again, writes both pictures and a comparison into FOLDER, and prints one line of JSON.
"""

from pathlib import Path

PHOTO = Path(__file__).with_name("photo.webp")
"""Under a free licence, see PHOTO.md."""
