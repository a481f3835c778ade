"""The words of a PDF, as a reader sees them."""

import subprocess
from pathlib import Path

from tests.conftest import program


def read_pdf_text(made: bytes, folder: Path) -> str:
    """Its text in reading order, a form feed after each page."""
    path = folder / "read.pdf"
    path.write_bytes(made)
    command = [program("PDFTOTEXT", "pdftotext"), "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
