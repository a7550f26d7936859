"""One matter's history in memory: the same steps as on stored matters, written to records.

What a real desk's sweep would have done meanwhile is put on record as well: every step of a ladder whose
moment passed while its limit ran, up to the moment at which the limit stopped or paused. Steps that a
limit still owes when the history ends are left to the sweep.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from servicedesk import models
from servicedesk.demo import records
from servicedesk.demo.memory_book import Happening, MemoryBook
from servicedesk.demo.records import Record
from servicedesk.demo.world import Firm, Player
from servicedesk.operations.attachments import facts_on_record
from servicedesk.operations.events import composed
from servicedesk.operations.messages import (
    params_of,
    ring_params,
    told_after,
    told_at_ring,
    when_to_say,
)
from servicedesk.operations.rings import step_payload
from servicedesk.operations.steps import take
from servicedesk.operations.submissions import check_submission
from servicedesk.operations.tickets import begin
from servicedesk.queries.due import DueShare
from servicedesk.queries.standing import Standing, stand_of
from servicedesk.queries.ticket_facts import Parts
from servicedesk.rules import running, workflow
from servicedesk.rules.chain import Chain
from servicedesk.rules.clocks import Ring
from servicedesk.rules.workflow_rows import Row


@dataclass
class History(MemoryBook):
    """A ticket with all that belongs to it; it is the book in which its own steps write."""

    handled_by: frozenset[int] = frozenset()
    told: dict[int, list[list[int]]] = field(default_factory=dict)
    """By id of a running clock: whom a real desk told at each step that it owes."""

    # What happens

    def submit(
        self, by: Player, at: datetime, given: dict[str, Any], firm: Firm, number: str, tracking_code: str
    ) -> None:
        """The enterprise, or the desk for it, brings the matter; `given` as `operations.tickets.submit`."""
        person = cast(models.Person, by)
        key = by.id, str(given.get("contact"))
        contact = self.world.contacts.get(key)
        checked = check_submission(person, {**given, "contact": None} if contact else given, self)
        self.world.contacts[key] = contact or checked.contact
        enterprise = cast(models.Enterprise, firm)
        ticket = begin(
            self, person, at, replace(checked, contact=self.world.contacts[key]), enterprise, number,
            tracking_code, self.world.limits,
        )  # fmt: skip
        self.tell_after("submit_ticket", ticket, None, person, at)

    def act(self, by: Player, at: datetime, action: str, given: Mapping[str, Any] | None = None) -> None:
        """Take a step on the ticket; refused as `operations.steps.act_on_ticket` refuses."""
        stand = self._standing(by, at)
        rows = workflow.admit(workflow.TICKET, action, self.ticket.state, stand.ticket_relations, stand.facts)
        self._take(by, at, stand, rows, given)

    def handle(self, by: Player, at: datetime, action: str, given: Mapping[str, Any] | None = None) -> None:
        """Take a step on their department's share, as `operations.steps.act_on_assignment` does."""
        stand, assignment = self._standing(by, at), self.share_of(by.actor().department)
        assert assignment is not None
        relations, facts = stand.assignment_relations(assignment), stand.assignment_facts(assignment)
        rows = workflow.admit(workflow.ASSIGNMENT, action, assignment.state, relations, facts)
        self._take(by, at, stand, rows, given, assignment)
        self.handled_by |= {by.id}

    def decide(self, by: Player, at: datetime, action: str, given: Mapping[str, Any] | None = None) -> None:
        """Decide on the newest request; refused as `operations.steps.act_on_request` refuses."""
        stand, request = self._standing(by, at), self.rows[records.Request][-1]
        relations, facts = stand.request_relations(request), stand.request_facts(request, at)
        rows = workflow.admit(workflow.REQUEST, action, request.state, relations, facts)
        self._take(by, at, stand, rows, given, request=request)

    def attach(self, by: Player, at: datetime, attachment: Record) -> None:
        """A file comes with the matter."""
        attachment.ticket_id = self.ticket.id
        attachment.uploaded_by_id, attachment.uploaded_at = by.id, at
        self.rows[records.Attachment].append(attachment)
        self.event(
            self.ticket,
            cast(models.Person, by),
            "attach",
            at,
            facts_on_record(cast(models.Attachment, attachment)),
            {"name": attachment.name},
            visible=True,
        )

    def end(self, recorded_at: datetime) -> None:
        """Bring events and steps of ladders into the order of time, and chain them."""
        ticket, chain = self.ticket, Chain(self.ticket.number)
        # Passed, not reached, is due: in the same second the sweep comes after what people do.
        for what in sorted(self.happenings, key=lambda what: (what.at, what.clock)):
            payload, texts = composed(what.payload, what.texts, self._salt)
            columns = chain.append(what.by, what.action, what.at, recorded_at, payload, visible=what.visible)
            self.add(
                records.Event(ticket_id=ticket.id, assignment_id=what.assignment, texts=texts, **columns)
            )
        ticket.event_count, ticket.head_hash = chain.length, chain.head
        for step in self.rows[records.ClockStep]:
            step.recorded_at = recorded_at

    def tell_after(
        self,
        action: str,
        ticket: models.Ticket,
        assignment: models.Assignment | DueShare | None,
        by: models.Person | None,
        now: datetime,
        request: models.Request | None = None,
        params: dict[str, Any] | None = None,
        instruction: models.Instruction | None = None,
    ) -> None:
        """Write the messages of a recent step."""
        if now >= self.told_since:
            people = told_after(action, ticket, assignment, by, self.world.directory, request, instruction)
            self._tell(people, action, now, now, params_of(request) | dict(params or {}))

    # How

    def _salt(self) -> str:
        return f"{self.rng.getrandbits(64):016x}"

    def _standing(self, by: Player, at: datetime) -> Standing:
        return stand_of(
            by.actor(),
            self.ticket,
            Parts(
                self.rows[records.Assignment],
                self.rows[records.Judgement],
                self.rows[records.Clock],
                self.rows[records.Request],
                handled_by=self.handled_by,
            ),
            self.world.limits,
            at,
        )

    def _take(
        self,
        by: Player,
        at: datetime,
        stand: Standing,
        rows: list[Row],
        given: Mapping[str, Any] | None,
        share: models.Assignment | None = None,
        request: models.Request | None = None,
    ) -> None:
        """On a share, or on the whole matter."""
        owing = self._owing(at)
        take(
            self,
            cast(models.Person, by),
            at,
            stand,
            share or self.assignment,
            rows,
            given,
            of_assignment=share is not None,
            request=request,
        )
        for clock in owing:
            if clock.state != "running":
                # What stopped it changed neither its start nor its limit.
                self._ring(clock, running.due_rings(clock, self.world.limits, at))

    def _owing(self, at: datetime) -> list[models.Clock]:
        """The running clocks of which steps have fallen due."""
        found = [
            clock
            for clock in self.rows[records.Clock]
            if clock.state == "running" and clock.next_at and clock.next_at < at
        ]
        if at >= self.told_since:
            for clock in found:
                self._note_who_is_told(clock, at)
        return found

    def _note_who_is_told(self, clock: models.Clock, at: datetime) -> None:
        """Whom a step is said to, is decided by how the matter stands when it falls due."""
        known = self.told.setdefault(clock.id, [])
        assignment = next((s for s in self.rows[records.Assignment] if s.id == clock.assignment_id), None)
        request = next((one for one in self.rows[records.Request] if one.id == clock.request_id), None)
        for ring in running.due_rings(clock, self.world.limits, at)[len(known) :]:
            recent = ring.at >= self.told_since
            people = told_at_ring(
                clock.kind, ring.step.to, self.ticket, assignment, self.world.directory, request
            )
            known.append(people if recent else [])

    def _ring(self, clock: models.Clock, rings: list[Ring]) -> None:
        clock.steps_taken += len(rings)
        told = self.told.pop(clock.id, None) or [[]] * len(rings)
        for ring, people in zip(rings, told, strict=True):
            self.add(
                records.ClockStep(clock_id=clock.id, limit_no=clock.limit_no, step=ring.step.name, at=ring.at)
            )
            payload = step_payload(clock, ring)
            self.happenings.append(Happening(ring.at, None, "clock_step", payload, {}, False, None, clock.id))
            if people:
                said_at = when_to_say(self.world.limits.calendar, self.ticket.urgent, ring.at)
                self._tell(people, f"ring_{ring.step.name}", ring.at, said_at, ring_params(clock))

    def _tell(
        self, people: list[int], kind: str, now: datetime, deliver_at: datetime, params: dict[str, Any]
    ) -> None:
        for person_id in people:
            self.add(
                records.Message(
                    person_id=person_id,
                    ticket_id=self.ticket.id,
                    kind=kind,
                    params={"number": self.ticket.number, **params},
                    created_at=now,
                    deliver_at=deliver_at,
                )
            )
