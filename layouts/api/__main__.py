"""Writes the OpenAPI document to a file: `python -m layouts.api docs/openapi.json`."""

import sys
from pathlib import Path

from layouts.api.openapi import text

Path(sys.argv[1]).write_text(text(), encoding="utf-8")
