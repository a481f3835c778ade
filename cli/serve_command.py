"""The command that serves the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import click

from cli.log_output import configure_logging
from cli.settings import Settings
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
    from cli.context import open_context
    from cli.fresh_start.sample_data import load_sample
    from cli.fresh_start.sample_escalations import keep_sample_escalations
    from cli.fresh_start.sample_feedback import keep_sample_feedback
    from cli.fresh_start.sample_meetings import keep_sample_meetings
    from cli.fresh_start.sample_records import keep_sample_records
    from cli.fresh_start.sample_survey import keep_sample_survey
    from cli.fresh_start.sample_workflow import keep_sample_actions
    from cli.serving.web_server import WebServer, refuse_taken_port
    from indicators.store.actions.action_store import ActionStore
    from indicators.store.escalations.escalation_store import EscalationStore
    from indicators.store.feedback.feedback_store import FeedbackStore
    from indicators.store.records.record_store import RecordStore
    from indicators.store.surveys.survey_store import SurveyStore

    settings = Settings.from_environment().serve_on(host)
    refuse_taken_port(host, port)
    if sample:
        context = open_context(settings)
        load_sample(context.loader)
        if not context.table.history.has_real():
            engine, places = context.table.engine, context.places
            keep_sample_actions(ActionStore(engine), context.catalogue, places)
            feedback = FeedbackStore(engine, context.catalogue.feedback_themes)
            keep_sample_feedback(feedback, context.catalogue, places)
            keep_sample_survey(SurveyStore(engine))
            keep_sample_escalations(EscalationStore(engine), context.catalogue, places)
            keep_sample_meetings(context.reports, datetime.now(UTC).date())
            kept, today = RecordStore(engine), settings.now.date()
            keep_sample_records(kept, context.records.values(), places, today)
    app = create_app(settings)
    app.warm("/data")  # imports the loaders, which are slow to start
    server = WebServer(app, host, port)
    configure_logging("INFO")
    click.echo(f"The dashboard is at http://{host}:{port}\nStop it with Ctrl+C.")
    if host in ("0.0.0.0", "::") and len(settings.hosts) == 1:  # noqa: S104 - it is compared only
        click.echo("Only this machine is answered: name this server in ALLOWED_HOSTS.")
    server.run()
