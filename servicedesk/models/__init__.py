"""What is stored: columns, constraints, relations, indexes. No business verbs."""

from servicedesk.models.absence import Absence
from servicedesk.models.assignment import Assignment, Judgement, Result
from servicedesk.models.attachment import Attachment
from servicedesk.models.calendar import CalendarVersion
from servicedesk.models.category import Category, Routing
from servicedesk.models.clock import Clock, ClockStep
from servicedesk.models.department import Department
from servicedesk.models.draft import Draft
from servicedesk.models.duty import DutyCall, DutyRing, DutyRule, DutyTurn
from servicedesk.models.enterprise import Enterprise
from servicedesk.models.event import Event, Seal
from servicedesk.models.fact import DailyFact, FoldedDay, StaleTicket
from servicedesk.models.figure_settings import FigureVersion
from servicedesk.models.handover import ShiftHandover
from servicedesk.models.instruction import Instruction
from servicedesk.models.ledger import LedgerChoice
from servicedesk.models.mail import Mail
from servicedesk.models.message import Message
from servicedesk.models.paper_number import PaperNumber
from servicedesk.models.past import TicketPast
from servicedesk.models.person import ApiToken, Person, PersonRole
from servicedesk.models.policy import PolicyVersion
from servicedesk.models.reading import Reading
from servicedesk.models.replay import Replay
from servicedesk.models.report import (
    Report,
    ReportCorrection,
    ReportEdit,
    ReportRecipient,
    ReportSchedule,
)
from servicedesk.models.request import Dispute, Request
from servicedesk.models.sampling import SamplingVersion
from servicedesk.models.sweep_day import SweepDay
from servicedesk.models.ticket import NO_LIMIT, NumberSeries, Ticket
from servicedesk.models.ticket_import import ImportedTicket, ImportLine, TicketImport
from servicedesk.models.whistle import Call, Minute, Whistle, WhistleKind, WhistleTicket

__all__ = [
    "NO_LIMIT",
    "Absence",
    "ApiToken",
    "Assignment",
    "Attachment",
    "CalendarVersion",
    "Call",
    "Category",
    "Clock",
    "ClockStep",
    "DailyFact",
    "Department",
    "Dispute",
    "Draft",
    "DutyCall",
    "DutyRing",
    "DutyRule",
    "DutyTurn",
    "Enterprise",
    "Event",
    "FigureVersion",
    "FoldedDay",
    "ImportLine",
    "ImportedTicket",
    "Instruction",
    "Judgement",
    "LedgerChoice",
    "Mail",
    "Message",
    "Minute",
    "NumberSeries",
    "PaperNumber",
    "Person",
    "PersonRole",
    "PolicyVersion",
    "Reading",
    "Replay",
    "Report",
    "ReportCorrection",
    "ReportEdit",
    "ReportRecipient",
    "ReportSchedule",
    "Request",
    "Result",
    "Routing",
    "SamplingVersion",
    "Seal",
    "ShiftHandover",
    "StaleTicket",
    "SweepDay",
    "Ticket",
    "TicketImport",
    "TicketPast",
    "Whistle",
    "WhistleKind",
    "WhistleTicket",
]
