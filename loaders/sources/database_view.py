"""Fetches a view of another database as a CSV file: the same rows always give the same file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from loaders.readers import limits
from loaders.readers.file_names import make_safe_name
from loaders.sources.connections import SECONDS_TO_CONNECT
from loaders.sources.source_settings import Source, read_secret


def fetch_view(source: Source, into: Path, environment: Mapping[str, str], month: Month) -> Path:
    """Write the view's rows to a file in `into` and return its path.

    It is named after the view and the month, such as `reviews_2026-10.csv`. Rows are sorted, so
    that without new data the file is the same.
    """
    url = sa.make_url(source.address)
    if source.password:
        url = url.set(password=read_secret(source.password, environment))
    if source.user:
        url = url.set(username=read_secret(source.user, environment))
    wait = {"connect_timeout": SECONDS_TO_CONNECT} if "postgresql" in url.drivername else {}
    try:
        engine = sa.create_engine(url, connect_args=wait, poolclass=sa.NullPool)
    except (ImportError, sa.exc.NoSuchModuleError):
        raise UserError(
            f"There is no driver here for {url.get_backend_name()}.",
            remedy="Use a PostgreSQL or SQLite database, or ask for the file instead.",
        ) from None
    schema, _, view = source.view.rpartition(".")
    path = into / make_safe_name(f"{view}_{month}.csv")
    try:
        with engine.connect() as connection, path.open("w", encoding="utf-8", newline="") as file:
            table = sa.Table(view, sa.MetaData(), schema=schema or None, autoload_with=connection)
            rows = connection.execution_options(stream_results=True, max_row_buffer=1000).execute(
                sa.select(*table.columns).order_by(*table.columns)
            )
            writer = csv.writer(file)
            writer.writerow(table.columns.keys())
            for some in rows.partitions(1000):
                writer.writerows(some)
                if file.tell() > limits.FILE_BYTES:
                    raise UserError(
                        f"The view makes a file larger than "
                        f"{limits.FILE_BYTES // limits.MEGABYTE} MB.",
                        remedy="Limit the view to the latest months.",
                    )
    finally:
        engine.dispose()
    return path
