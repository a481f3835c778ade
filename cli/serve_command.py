"""The command that serves the dashboard."""

from __future__ import annotations

from collections.abc import Callable

import click

from cli.log_output import configure_logging
from cli.settings import Settings, find_secret_key
from cli.web_app import WebApp
from indicators.access.declared_needs import operator


@click.command()
@operator
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--port",
    default=8050,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to serve on.",
)
@click.option("--sample", is_flag=True, help="First load synthetic extracts if none are loaded.")
@click.pass_obj
def serve(create_app: Callable[[Settings], WebApp], host: str, port: int, sample: bool) -> None:
    """Serve the dashboard until stopped with Ctrl+C."""
    settings = Settings.from_environment().serve_on(host)  # gunicorn reads WEB_CONCURRENCY too
    from cli.serving.server_memory import load_to_share
    from cli.serving.web_server import WebServer, refuse_taken_port, share_metrics

    refuse_taken_port(host, port)
    if sample:
        _add_sample(settings)
    share_metrics(settings.processes)
    with load_to_share():
        from cli.serving.watched_app import WatchedApp

        app = WatchedApp(create_app, settings)
        app.warm("/data")  # imports what reads files
        if find_secret_key():  # people sign in, so every worker would import it for itself
            import cryptography.fernet  # noqa: F401
        app.close_connections()  # each worker opens its own
    server = WebServer(app, host, port, settings.processes)
    configure_logging("INFO")
    click.echo(f"The dashboard is at http://{host}:{port}\nStop it with Ctrl+C.")
    if host in ("0.0.0.0", "::") and len(settings.hosts) == 1:  # noqa: S104 - it is compared only
        click.echo("Only this machine is answered: name this server in ALLOWED_HOSTS.")
    server.run()


def _add_sample(settings: Settings) -> None:
    from cli.context import open_context
    from cli.fresh_start.sample_data import load_sample
    from cli.fresh_start.sample_start import keep_sample_workflow

    context = open_context(settings, begins=True)
    load_sample(context.loader)
    if not context.table.history.has_real():
        keep_sample_workflow(context.reports, context.records.values(), settings.now.date())
