"""The app and its command line: serve, load, pull, undo, export and more. Wiring only."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import click
except ModuleNotFoundError:
    sys.exit("Run it with the environment that make builds: .venv/bin/python app.py ...")

from cli.version import read_version
from indicators.domain.catalogue import Catalogue, read_catalogue
from indicators.domain.core import AreaBasis, Viewer
from indicators.domain.errors import UserError
from indicators.domain.events import Events, read_events
from indicators.domain.periods import Month, parse_day
from indicators.domain.places import Places, check_targets, read_places
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.signing_keys import get_secret
from indicators.store.user_settings import UserSettings

if TYPE_CHECKING:
    from flask import Flask

    from indicators.ports.profile_drafts import ProfileBuilderService
    from indicators.ports.upload_service import UploadService
    from layouts.web.app_factory import DashboardApp
    from loaders.ingest.pipeline import Loader

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Where the council's files are, which database, and what day it is."""

    data: Path = HERE / "data"
    database_url: str = f"sqlite:///{HERE / 'var' / 'dashboard.db'}"
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def from_environment(cls) -> Settings:
        """DATABASE_URL and DATA_FOLDER, where they are set."""
        settings = cls()
        if url := os.environ.get("DATABASE_URL"):
            settings = replace(settings, database_url=url)
        if folder := os.environ.get("DATA_FOLDER"):
            settings = replace(settings, data=Path(folder))
        return settings

    @property
    def today(self) -> Month:
        return Month.of(self.now.year, self.now.month)


@dataclass(frozen=True)
class Context:
    """The rooms of one running dashboard, over one database."""

    settings: Settings
    catalogue: Catalogue
    places: Places
    events: Events
    table: IndicatorTable

    @classmethod
    def of(cls, settings: Settings) -> Context:
        """Read the council's files and open the database; every fault is a UserError."""
        catalogue, places = read_catalogue(settings.data), read_places(settings.data)
        check_targets(catalogue, places)
        events = read_events(settings.data, catalogue, places)
        return cls(settings, catalogue, places, events, IndicatorTable.at(settings.database_url))

    @property
    def reports(self) -> Reports:
        return Reports(self.table, self.catalogue, self.places, self.events)

    @property
    def loader(self) -> Loader:
        """What reads and loads files, by what people have recorded until now."""
        from loaders.ingest.pipeline import Loader
        from loaders.profiles.repository import read_profiles_in_use

        profiles = read_profiles_in_use(self.profiles, self.recorded)
        places = self.recorded.add_to(self.places)
        return Loader(self.table, self.catalogue, places, profiles, self.settings.today)

    @property
    def profiles(self) -> Path:
        return self.settings.data / "profiles"

    @property
    def recorded(self) -> UserSettings:
        return UserSettings(self.table.engine)

    @property
    def secret(self) -> str:
        """What forms are signed with: the same in every process over this database."""
        return os.environ.get("SECRET_KEY") or get_secret(self.table.engine, "forms")

    @property
    def desk(self) -> UploadService:
        from loaders.ingest.upload_desk import StagedUploadService

        return StagedUploadService(self._loader_at)

    @property
    def drafting_desk(self) -> ProfileBuilderService:
        from loaders.profile_builder.builder_service import ProfileBuilder

        return ProfileBuilder(
            self._loader_at, self.desk.file, self.recorded, self.places, self.profiles
        )

    def _loader_at(self, today: Month) -> Loader:
        """A loader as of a month: the same one until somebody records something."""
        return self._loaders(self.recorded.version(), today)

    @cached_property
    def _loaders(self) -> Callable[[object, Month], Loader]:
        return lru_cache(1)(lambda _, today: replace(self.loader, today=today))


def create_app(settings: Settings) -> DashboardApp:
    """The Dash app; its `.server` is the WSGI application. Warmed, so threads find it whole."""
    from layouts.site.site import Site
    from layouts.web.app_factory import create_dash_app

    house = Context.of(settings)
    app = create_dash_app(Site(house.reports, house.desk, house.drafting_desk), house.secret)
    app.server.test_client().get("/healthz")
    app.server.test_client().get("/")
    return app


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(read_version(), message="%(version)s")
def cli() -> None:
    """Locality performance dashboard: extracts in, team dashboards and action-plan sheets out.

    The database is SQLite in var/ unless DATABASE_URL names another; the council's own files are
    read from data/ unless DATA_FOLDER names another folder.
    """


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--port",
    default=8050,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to serve on.",
)
@click.option("--sample", is_flag=True, help="First load made-up extracts, where none are loaded.")
def serve(host: str, port: int, sample: bool) -> None:
    """Serve the dashboard until stopped with Ctrl+C."""
    settings = Settings.from_environment()
    _refuse_taken_port(host, port)
    if sample:
        _load_sample(Context.of(settings))
    app = create_app(settings)
    app.server.test_client().get("/data")  # brings the loaders, which are slow to start
    click.echo(f"The dashboard is at http://{host}:{port}\nStop it with Ctrl+C.")
    _serve(app, host, port)


FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
LOAD = click.argument("load_id", metavar="LOAD", type=int)
OUT = click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
WHY = click.option("--why", default="", help="A reason, kept in the history.")


@cli.command()
@FILES
@click.option("--rest", is_flag=True, help="Load a file's other rows where some are refused.")
@click.option("--confirmed", is_flag=True, help="Load also what is not likely: it was looked at.")
@click.option("--synthetic", is_flag=True, help="Mark what is loaded as made up.")
@WHY
def load(files: tuple[Path, ...], rest: bool, confirmed: bool, synthetic: bool, why: str) -> None:
    """Load extracts. A file with a refused row loads nothing, unless --rest is given; nor does one
    in which something is not likely, unless --confirmed is given.
    """
    from cli.load_summary import format_load_report

    loader = Context.of(Settings.from_environment()).loader
    services = loader.catalogue.services
    failed, who = 0, _who()
    for at, path in enumerate(files, 1):
        click.echo(f"({at} of {len(files)}) {path.name} ...", err=True)
        now = datetime.now(UTC)
        report = loader.load(
            path,
            now=now,
            rest=rest,
            synthetic=synthetic,
            confirmed=None if confirmed else (),
            who=who,
            why=why,
        )
        click.echo(format_load_report(report, services))
        failed += report.failed
    if failed:
        raise UserError(f"{failed} of {len(files)} files were not loaded.")


@cli.command()
@FILES
@click.option(
    "--send-back",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Write there, for the sender, each file with its refused cells marked and explained.",
)
def check(files: tuple[Path, ...], folder: Path | None) -> None:
    """Say what is in extracts, what would be refused and what is unlikely; load nothing."""
    from cli.load_summary import format_load_report

    loader = Context.of(Settings.from_environment()).loader
    failed = 0
    for path in files:
        report = loader.check(path)
        click.echo(format_load_report(report, loader.catalogue.services))
        failed += report.failed
        if folder and report.refusals and (marked := loader.send_back(path)):
            _write(folder / marked.name, [marked.content])
    if failed:
        raise UserError(f"{failed} of {len(files)} files would not be loaded.")


@cli.command()
def pull() -> None:
    """Collect extracts from what sources.toml names, and load the new ones.

    A source that fails does not stop the others; the exit status is 1 if anything failed. Safe to
    run as often as you like, also while another pull is under way. Secrets are read from the
    environment variables that sources.toml names.
    """
    from cli.load_summary import format_pull_result
    from loaders.sources.pull import PullInProgressError
    from loaders.sources.pull import pull_sources as pull_all
    from loaders.sources.source_settings import FILE, read_sources

    settings = Settings.from_environment()
    sources = read_sources(settings.data)
    if not sources:
        click.echo(f"{FILE} names no source, so there is nothing to collect.")
        return
    failed = 0
    try:
        loader = Context.of(settings).loader
        for pulled in pull_all(loader, sources, settings.data):
            failed += pulled.failed
            services = loader.catalogue.services
            for line in format_pull_result(pulled.source, pulled.reports, pulled.problem, services):
                click.echo(line)
    except PullInProgressError as other:
        click.echo(str(other))
    if failed:
        raise UserError(f"{failed} of {len(sources)} sources were not collected whole.")


@cli.command()
@click.option("--team", "place", help="Code of a team, centre area, hub or the city.")
@click.option("--all", "every", is_flag=True, help="Every team, a sheet each, in one workbook.")
@click.option("--month", help="Month in view, as 2026-10; the latest if not given.")
@click.option("--as-at", help="A past day, as 2026-09-14: figures as they stood at its end.")
@click.option("--todays-areas", is_flag=True, help="Add up earlier months by today's areas too.")
@OUT
def export(
    place: str | None,
    every: bool,
    month: str | None,
    as_at: str | None,
    todays_areas: bool,
    out: Path,
) -> None:
    """Write an action-plan sheet (.xlsx) to take to the meeting."""
    from layouts.exports.action_plan import write_action_plan, write_all_action_plans

    if bool(place) == every:
        raise UserError("Name one team, or ask for all.", remedy="Give --team CODE or --all.")
    settings = Settings.from_environment()
    reports = Context.of(settings).reports.as_at(parse_day(as_at) if as_at else None)
    if todays_areas:
        reports = reports.with_area_basis(AreaBasis.TODAY)
    asked = Month.parse(month) if month else None
    workbook = (
        write_action_plan(reports, place, asked, Viewer.PARTNER, settings.now)
        if place
        else write_all_action_plans(reports, asked, Viewer.PARTNER, settings.now)
    )
    _write(out, [workbook])


@cli.command()
@click.argument("load_id", metavar="[LOAD]", required=False, type=int)
@click.option("--limit", default=50, show_default=True, help="How many events to list.")
def history(load_id: int | None, limit: int) -> None:
    """List what was loaded and undone, newest first; or tell all that one LOAD changed."""
    from indicators.reports.load_ledger import build_ledger
    from layouts.text.load_history import format_event, format_ledger

    house = Context.of(Settings.from_environment())
    if load_id is not None:
        ledger = build_ledger(house.reports, load_id, Viewer.PARTNER)
        refused = [f"  Refused: {refusal}" for refusal in ledger.refusals]
        click.echo("\n".join([*format_ledger(ledger, house.places.words), *refused]))
        return
    events = house.table.list_history(limit)
    click.echo("\n".join(map(format_event, events)) or "Nothing has been loaded yet.")


@cli.command()
@LOAD
@click.option("--yes", is_flag=True, help="Do not ask first.")
@WHY
def undo(load_id: int, yes: bool, why: str) -> None:
    """Undo one LOAD: what it replaced stands again. The file can be loaded again afterwards."""
    from layouts.text.load_history import format_event, format_undone

    house = Context.of(Settings.from_environment())
    click.echo(format_event(house.table.load(load_id)))
    if not yes:
        click.confirm("Undo this?", abort=True)
    now, areas = datetime.now(UTC), house.places.not_areas
    undone = house.table.undo(load_id, now=now, who=_who(), why=why, not_areas=areas)
    click.echo("\n".join(format_undone(undone)))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def arrangement(file: Path) -> None:
    """Check a new arrangement of areas: who would be left out, counted twice, moved or ended.

    Nothing is changed; put the FILE into arrangements/ in your data folder to bring it in.
    """
    from cli.boundary_change_summary import summarise_boundary_change

    click.echo("\n".join(summarise_boundary_change(Settings.from_environment().data, file)))


@cli.command()
@LOAD
@OUT
def original(load_id: int, out: Path) -> None:
    """Write the file of one LOAD as it came."""
    _, pieces = Context.of(Settings.from_environment()).desk.original(load_id, Viewer.PARTNER)
    _write(out, pieces)


@cli.command()
@click.argument("code", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write its TOML there.")
@click.option("--remove", is_flag=True, help="Use it no more; it stays in the history.")
def profiles(code: str | None, out: Path | None, remove: bool) -> None:
    """List the profiles; or show one CODE made in the browser, write it to a file, remove it.

    Written to CODE.toml in data/profiles it stands there, and the one in the database can go.
    """
    desk = Context.of(Settings.from_environment()).drafting_desk
    if code is None:
        for each in desk.profiles(Viewer.PARTNER):
            made = f"made {each.when} by {each.who or 'somebody'}" if each.made else "a file"
            click.echo(f"{each.code}  {each.about} ({made}) {each.fault}".rstrip())
        return
    toml = desk.text(code, Viewer.PARTNER)
    if out:
        _write(out, [toml.encode()])
    if remove:
        desk.remove(code, who=_who(), now=datetime.now(UTC), viewer=Viewer.PARTNER)
        click.echo(f"The profile {code} is used no more.")
    if not out and not remove:
        click.echo(toml)


@cli.command()
@click.option("--remove", metavar="NUMBER", type=int, help="Take one back.")
def spellings(remove: int | None) -> None:
    """List the spellings of places that were recorded in the browser, or take one back."""
    desk = Context.of(Settings.from_environment()).drafting_desk
    if remove is not None:
        now = datetime.now(UTC)
        gone = desk.remove_spelling(remove, who=_who(), now=now, viewer=Viewer.PARTNER)
        click.echo(f"“{gone.spelling}” is no longer a spelling of {gone.place}.")
        return
    for each in desk.spellings(Viewer.PARTNER):
        by = f" by {each.who}" if each.who else ""
        click.echo(f"{each.id}  {each.spelling}: {each.place} ({each.when}{by})")


def _write(out: Path, pieces: Iterable[bytes]) -> None:
    try:
        with out.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UserError(
            f"{out} cannot be written: {error.strerror}.", remedy="Choose another place."
        ) from None
    click.echo(f"Written: {out}")


def _who() -> str:
    """The name of the system's user, as far as it has one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _load_sample(house: Context) -> None:
    """Write the made-up extracts and load those not loaded yet, through the real loaders."""
    from cli.load_summary import format_load_report
    from loaders.ingest.previous_loads import list_not_loaded
    from sample.generate import write_sample

    if house.table.has_real():
        click.echo("Real extracts are loaded, so the made-up ones are left out.")
        return
    folder = HERE / "var" / "sample"
    files = write_sample(folder, house.settings.today - 1)
    fresh = list_not_loaded(house.table, files)
    if not fresh:
        return
    loader = house.loader
    with click.progressbar(fresh, label="Loading the sample extracts") as bar:
        for path in bar:
            now = datetime.now(UTC)
            report = loader.load(path, now=now, synthetic=True, confirmed=None)
            if report.failed:
                raise UserError(format_load_report(report, house.catalogue.services))


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"Cannot serve on {host}:{port}: {error.strerror}.",
                remedy="Stop what is using it, or choose another with --port.",
            ) from None


def _workers() -> int:
    asked = os.environ.get("WEB_CONCURRENCY", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= 64:
        raise UserError(
            f"WEB_CONCURRENCY is “{asked}”.", remedy="Set it to a number of processes, 1 to 64."
        )
    return int(asked)


def _serve(app: DashboardApp, host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication

    workers = _workers()

    def own_connections(_server: object, _worker: object) -> None:
        """What was open before the fork is not for two processes to talk through."""
        app.site.reports.table.engine.dispose(close=False)

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": 8,
                "loglevel": "warning",
                "preload_app": True,
                "control_socket_disable": True,
                "post_fork": own_connections,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            server: Flask = app.server
            return server

    Server().run()


def main() -> None:
    """Run the command line; a fault a person can mend is told in a sentence, with no traceback."""
    try:
        cli(standalone_mode=False)
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
