# SPDX-License-Identifier: Apache-2.0
"""The engine of LIIF for GIMP: continuous-scale enlargement and JPEG repair of pictures."""

import os
import sys

__version__ = "0.1.0"

# onnxruntime sends usage data to its maker from 1.29 on, and leaves a device id in the user's
# cache. Photos are nobody's business: off, before anything here can import it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# OpenVINO does so through a package of its own, and has a stub for where that is missing.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
