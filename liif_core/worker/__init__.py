# SPDX-License-Identifier: Apache-2.0
"""Jobs for an editor, in a process of its own: ``python -I -m liif_core.worker``.

:mod:`liif_core.request.wire` describes the messages and the pixel file. After a job that asks it to
stay the worker waits for the next one, with the network ready. It never outlives its editor:
end-of-file on standard input ends it at once, on Linux its parent's death does too, and it owns
nothing that would have to be cleaned up (the pixel file has no name, or is the editor's).
"""
