"""The read API: the same figures and verdicts as the pages show, for programs and spreadsheets."""

from layouts.api.api_routes import blueprint

__all__ = ["blueprint"]
