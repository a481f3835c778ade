"""Run alone by `pdf_compiler`: source comes in, a PDF goes out. It imports nothing of ours."""

import resource
import sys
from contextlib import suppress

import typst

LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_CPU: 240,  # seconds of all processors
    resource.RLIMIT_AS: 2 * 1024**3,
}


def main(fonts: str, empty: str) -> None:
    """Set what comes in, in the fonts of one folder and with nothing from another."""
    for limit, most in LIMITS.items():
        with suppress(ValueError, OSError):  # a lower limit holds already, or macOS refuses
            resource.setrlimit(limit, (most, most))
    made = typst.compile(  # type: ignore[type-var]  # its types want a root of bytes
        sys.stdin.buffer.read(),
        root=empty,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        ),
        pdf_standards=["ua-1"],
        package_path=empty,
        package_cache_path=empty,
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
