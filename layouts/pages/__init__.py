"""One file a page. Each has `register(site)`; a new page is one new file here."""

from importlib import import_module
from pkgutil import iter_modules

from layouts.site import Site


def register_all(site: Site) -> None:
    """Let every page in this folder register itself."""
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}").register(site)
