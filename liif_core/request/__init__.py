# SPDX-License-Identifier: Apache-2.0
"""What can be asked of the engine, declared once for the command line, the worker's protocol and
the plug-in.

Standard library only: the installer lays these files beside the GIMP plug-in, so that both sides
of the process border read and check a request with the same code.
"""
