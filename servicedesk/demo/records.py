"""Matters in memory: plain records with the columns of the models, for the bulk writer.

Steps set now an id, now the object behind it, as they do on stored rows; where they set the object, the id is
read off it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from servicedesk import models
from servicedesk.extensions import Model


class Record:
    """A row to be. Columns that nobody sets have the model's defaults."""

    columns: tuple[str, ...]
    model: type[Model]

    def __init_subclass__(cls, of: type[Model]) -> None:
        cls.model = of
        cls.columns = tuple(column.key for column in of.__table__.columns)
        for column in of.__table__.columns:
            if column.key not in cls.__dict__:
                setattr(cls, column.key, column.default.arg if column.default is not None else None)

    def __init__(self, **columns: Any) -> None:
        self.__dict__ = columns

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Every column of the model."""

        def __setattr__(self, name: str, value: Any) -> None:
            """Every column of the model."""


def _id_of(name: str) -> Any:
    def read(record: Record) -> int | None:
        found = getattr(record, name)
        return None if found is None else int(found.id)

    return property(read)


class Ticket(Record, of=models.Ticket):
    """A ticket."""

    enterprise = category = lead = about_department = submitter = recorded_by = officer = None
    enterprise_id = _id_of("enterprise")
    category_id = _id_of("category")
    lead_id = _id_of("lead")
    about_department_id = _id_of("about_department")
    submitter_id = _id_of("submitter")
    recorded_by_id = _id_of("recorded_by")
    officer_id = _id_of("officer")


class TicketPast(Record, of=models.TicketPast):
    """What a ticket was before."""


class Assignment(Record, of=models.Assignment):
    """A department's share in a ticket."""

    department = handler = None
    department_id = _id_of("department")
    handler_id = _id_of("handler")


class Request(Record, of=models.Request):
    """What somebody asks for and somebody else decides."""

    dispute = None


class Result(Record, of=models.Result):
    """A result."""


class Judgement(Record, of=models.Judgement):
    """An answer of the enterprise, or a try in vain."""


class Clock(Record, of=models.Clock):
    """A limit."""


class ClockStep(Record, of=models.ClockStep):
    """A step of a limit's ladder."""


class Event(Record, of=models.Event):
    """An event."""


class Message(Record, of=models.Message):
    """A message."""


class Attachment(Record, of=models.Attachment):
    """A file of a ticket."""


# In an order in which every row comes after those that it refers to.
KINDS: tuple[type[Record], ...] = (
    Ticket, TicketPast, Assignment, Request, Result, Judgement, Clock, ClockStep, Event, Message, Attachment,
)  # fmt: skip
OF_MODEL: Mapping[type[Model], type[Record]] = {kind.model: kind for kind in KINDS}
