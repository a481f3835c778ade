"""The pages, a folder each. `<page>/<page>_page.py` has `register(site)`."""

from importlib import import_module
from pkgutil import iter_modules

from layouts.site.site import Site


def register_all(site: Site) -> None:
    """Let every page in this folder register itself."""
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}.{found.name}_page").register(site)
