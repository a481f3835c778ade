"""The environment of a process that is started to do one piece of work."""

from __future__ import annotations

from collections.abc import Mapping

PASSED_ON = ["PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"]
"""The variables that such a process gets. The others hold our passwords and keys."""


def build_child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what of our own `environment` a process gets that works on what a stranger wrote."""
    return {name: environment[name] for name in PASSED_ON if name in environment}
