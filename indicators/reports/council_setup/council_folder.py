"""The folder with the council's files, where a finished set-up has them in the database."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

import sqlalchemy as sa

from indicators.configuration.new_council.check_files import put_files
from indicators.store.council_setup.setup_store import SetUpStore
from indicators.store.council_setup.setup_tables import council
from indicators.store.database import open_engine
from indicators.store.opening.database_address import find_file, read_address


def find_council_folder(database_url: str, shipped: Path) -> Path:
    """Return the folder of shipped files, or a new one with those of the finished set-up.

    The new one is among the temporary files of this run. The database is opened as it is: one
    without the tables, or that is not there yet, has no set-up.
    """
    file = find_file(read_address(database_url))
    if file and not file.exists():
        return shipped
    with open_engine(database_url) as engine:
        if not sa.inspect(engine).has_table(council.name):
            return shipped
        store = SetUpStore(engine)
        finished = store.find_finished()
        files = store.read_files(finished.id) if finished else {}
    if not files:
        return shipped
    folder = Path(mkdtemp(prefix="council-"))
    put_files(folder, files)
    return folder
