"""Typst source as a PDF, in a process of its own: what it takes in memory ends with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from indicators.domain.errors import UserError
from indicators.domain.operations.child_environment import build_child_environment
from layouts.exports.typeset.literals import FONTS

MOST_SECONDS = 120
_CHILD = Path(__file__).with_name("compile_child.py")
_MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864"}
"""Takes memory from the system in large pieces: Typst asks for very many small ones.

A sixth of its processor time went into that. Other C libraries than glibc ignore it.
"""
_LOG = logging.getLogger(__name__)


def compile_pdf(source: str) -> bytes:
    """Return a document as a tagged PDF (PDF/UA-1). It can read no file but the fonts.

    UserError if it cannot be set; what is in it is not logged.
    """
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-I", str(_CHILD), str(FONTS), empty]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, and no shell
                command,
                input=source.encode(),
                capture_output=True,
                check=True,
                timeout=MOST_SECONDS,
                env=build_child_environment(os.environ) | _MEMORY,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            reason = "timed out" if isinstance(error, subprocess.TimeoutExpired) else "failed"
            _LOG.error("Typesetting %s: %d characters of source", reason, len(source))
            raise UserError(
                "The PDF could not be written.",
                remedy="Ask your administrator to look at the log. You can also use Print on the "
                "page.",
            ) from None
    return done.stdout
