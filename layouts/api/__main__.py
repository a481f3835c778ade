"""Writes the OpenAPI document to a file: `python -m layouts.api docs/openapi.json`."""

import sys
from pathlib import Path

from layouts.api.openapi import render_document

Path(sys.argv[1]).write_text(render_document(), encoding="utf-8")
