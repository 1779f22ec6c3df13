# SPDX-License-Identifier: Apache-2.0
"""Folders of pictures, enlarged or cleaned.

:mod:`work` is what is done to one picture, wherever that happens; an :class:`items.Executor` has it
done to many; :mod:`run` feeds the executor and keeps the books, alone.
"""
