"""What stands in the served database: the cast, and matters that went through real steps."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from stdnum.cn import uscc

from servicedesk import wallclock
from servicedesk.demo.reporting import report
from servicedesk.documents.speaking import spoken
from servicedesk.extensions import db
from servicedesk.models import Clock, Person, Ticket
from servicedesk.operations.absences import enter_absence
from servicedesk.operations.attachments import attach
from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.operations.handovers import hand_shift_over
from servicedesk.operations.ringing import ring_on
from servicedesk.operations.roster import plan
from servicedesk.operations.steps import act_on_request
from servicedesk.operations.whistles import blow
from servicedesk.rules.figure_settings import FigureSettings
from servicedesk.rules.periods import Days
from tests import cast as people
from tests import factories
from tests.live import Live
from tests.operations.matters import request_of
from tests.rules.documents import TEXT

if TYPE_CHECKING:
    from servicedesk.models import Enterprise


class Zone:
    """The cast of one server; makes matters at any stage."""

    def __init__(self, served: Live) -> None:
        self._served = served
        self._firms = 0
        with served.house():
            people.make_cast()

    def matter(self, stage: str = "submitted", **changes: Any) -> str:
        """The number of a new matter of `enterprise`, led by department jfj (see tests.cast.STAGES)."""
        with self._served.house():
            everybody = {name: _person(name) for name in (*people.STAFF, *people.MEMBERS)}
            return people.Cast(**everybody).ticket(stage, wallclock.now(), **changes).number

    def go_on(self, number: str, stage: str) -> None:
        """Lead a matter that was only submitted on to a stage, as `matter` would have done."""
        with self._served.house():
            ticket = _ticket(number)
            for by, of_assignment, action, given in people.way_to(stage):
                take = factories.share_step if of_assignment else factories.step
                take(_person(by), ticket, action, wallclock.now(), **given)

    def do(self, username: str, number: str, action: str, **given: Any) -> None:
        """Somebody of the cast takes a step on a matter."""
        with self._served.house():
            factories.step(_person(username), _ticket(number), action, wallclock.now(), **given)

    def ask(self, number: str, action: str, decision: str = "", **given: Any) -> int:
        """The id of a request that the department makes about a matter; decided by the desk lead if said."""
        with self._served.house():
            ticket, now = _ticket(number), wallclock.now()
            factories.share_step(_person("handler"), ticket, action, now, **given)
            request = request_of(ticket).id
            if decision:
                act_on_request(_person("desk_lead"), now, request, decision)
            return request

    def track(self, number: str, *, agreed: bool) -> None:
        """The department asks to have a matter tracked, and the leader agrees, or has not yet."""
        first = (wallclock.now() + timedelta(days=20)).isoformat()
        self.do("handler", number, "request_tracking", reason="须待年度计划下达。", feedback_at=first)
        if agreed:
            with self._served.house():
                act_on_request(_person("leader"), wallclock.now(), request_of(_ticket(number)).id, "approve")

    def whistle(self, number: str, kind: str = "emergency", who: str = "officer") -> str:
        """The number of a whistle that is blown for a matter; departments rsj and jsj are called."""
        with self._served.house():
            given = {
                "kind": kind,
                "reason": "请立即到场。",
                "tickets": [number],
                "departments": ["rsj", "jsj"],
            }
            return blow(_person(who), wallclock.now(), given).whistle.number

    def duty(self) -> None:
        """A week is planned, somebody is away, an urgent matter rings, and a shift is handed over."""
        with self._served.house():
            now = wallclock.now()
            week = {"week": now.date().isoformat(), "people": ["officer", "officer2"], "pattern": "whole_day"}
            plan(_person("desk_lead"), now, "qyfw", week | {"day_begins": "00:00"})
            span = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(days=2)).isoformat()}
            enter_absence(_person("handler"), now, span | {"reason": "出差"})
        self.matter("submitted", urgent=True, title="停电")
        with self._served.house():
            ring_on(wallclock.now())
            hand_shift_over(_person("officer"), wallclock.now(), {"note": "请盯住供电恢复情况。" * 20})

    def public_figures(self) -> None:
        """The zone shows its figures to everybody."""
        show_figures(self._served)

    def reports(self) -> None:
        """One is issued, another one made."""
        with self._served.house():
            report(wallclock.now(), Days(ZoneInfo("Asia/Shanghai")), spoken)

    def share(self, number: str) -> int:
        """The id of a matter's live assignment."""
        with self._served.house():
            return factories.assignment_of(_ticket(number)).id

    def file(self, number: str) -> int:
        """The id of a letter that is put to a matter now."""
        with self._served.house():
            letter = factories.file(TEXT)
            return attach(_person("enterprise"), wallclock.now(), number, letter, "内部.txt").id

    def clock(self, number: str) -> int:
        """The id of the first limit of a matter."""
        with self._served.house():
            clocks = select(Clock.id).where(Clock.ticket_id == _ticket(number).id).order_by(Clock.id)
            return db.session.scalars(clocks).first() or 0

    def state(self, number: str) -> str:
        """Where a matter stands."""
        with self._served.house():
            return _ticket(number).state

    def numbers(self, title: str) -> list[str]:
        """The numbers of all matters with this title."""
        with self._served.house():
            return list(db.session.scalars(select(Ticket.number).where(Ticket.title == title)))

    def new_firm(self) -> tuple[str, str]:
        """The credit code and name of an enterprise that nobody knows yet."""
        self._firms += 1
        body = f"91340207MB{self._firms:07d}"
        return body + uscc.calc_check_digit(body), f"长江重工{self._firms}厂有限公司"

    def member(self, verified: bool = False) -> tuple[str, str]:
        """User name and name of a new member of a new enterprise."""
        with self._served.house():
            enterprise: Enterprise = factories.make_enterprise()
            person = factories.make_person(
                "enterprise", name=f"方{enterprise.id}", enterprise=enterprise, verified=verified
            )
            return person.username, person.name


def _person(username: str) -> Person:
    return db.session.scalars(select(Person).where(Person.username == username)).one()


def _ticket(number: str) -> Ticket:
    return db.session.scalars(select(Ticket).where(Ticket.number == number)).one()


def show_figures(served: Live) -> None:
    """Turn the public page of figures on."""
    with served.house():
        change_figure_settings(_person("admin"), wallclock.now(), FigureSettings(public=True), 0)
