"""An app whose requests come from the viewer that a test chooses."""

from dataclasses import dataclass

import pytest

from indicators.access.permissions import PARTNER, Viewer
from layouts.site.site import Site
from layouts.web import app_factory, dashboard_app
from layouts.web.dashboard_app import DashboardApp


@dataclass
class ChosenViewer:
    """The viewer of every request, until `now` is set to another."""

    now: Viewer = PARTNER

    def get(self) -> Viewer:
        return self.now


def build_app(site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[DashboardApp, ChosenViewer]:
    """An app over a site, and the choice of its viewer."""
    chosen = ChosenViewer()
    for module in (app_factory, dashboard_app):
        monkeypatch.setattr(module, "get_viewer", chosen.get)
    return app_factory.create_dash_app(site), chosen
