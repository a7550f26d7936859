"""What happens next with a matter: who, what, and which limit counts for it."""

from dataclasses import dataclass
from datetime import datetime

from servicedesk.rules.text import Text, text

# The clocks that count next for a whole ticket, and for one department's assignment, by state.
WATCHED: dict[str, tuple[str, ...]] = {
    "submitted": ("accept",),
    "accepted": ("dispatch",),
    "in_progress": ("promise",),
    "tracking": ("feedback",),
    "in_review": ("review",),
    "joined": ("promise",),
    "in_callback": ("callback",),
}
WATCHED_BY_DEPARTMENT: dict[str, tuple[str, ...]] = {
    "to_sign": ("sign", "contact", "resolve", "part"),
    "working": ("contact", "resolve", "part", "feedback"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Who has the matter (`desk department enterprise nobody`), the sentence, and the clock that counts.

    The sentence has the place `%(who)s` for the person or office in charge.
    """

    who: str
    clock: str | None
    sentence: Text


def next_for_part(state: str, who: str, until: datetime | None = None) -> NextStep | None:
    """What a department that helps does next, by the state of its share; None: nothing more."""
    match state:
        case "to_sign":
            return NextStep("department", "sign", text("%(who)s signs for its part.", who=who))
        case "working":
            return NextStep("department", "part", text("%(who)s gives its part to the lead.", who=who))
        case "suspended":
            return NextStep(
                "department", None, text("Suspended until %(until)s; it goes on by itself then.", until=until)
            )
    return None


def next_step(
    state: str,
    assignment: str | None,
    contacted: bool,
    who: str,
    *,
    kept: bool = False,
    relayed: bool = False,
    answered: bool = False,
    reopening: bool = False,
    until: datetime | None = None,
) -> NextStep:
    """What happens next, by the states of ticket and lead; `who` is the name of who is in charge.

    `kept`: the matter is handed over to the inspector's office. `relayed`: the desk speaks with the
    enterprise for the department. `answered`: the enterprise has said in this
    cycle what it thinks of the result; a content answer has closed the matter already. `reopening`: it has
    asked to reopen. `until`: when a suspended assignment goes on.
    """

    def step(role: str, clock: str | None, sentence: Text) -> NextStep:
        return NextStep(role, clock, sentence)

    match state, assignment:
        case "submitted", _:
            return step("desk", "accept", text("%(who)s accepts the matter or answers it.", who=who))
        case "awaiting_info", _:
            return step(
                "enterprise", None, text("The enterprise gives the facts that %(who)s asked for.", who=who)
            )
        case "accepted", _ if kept:
            return step(
                "desk", "dispatch", text("%(who)s hands the matter over to the inspector's office.", who=who)
            )
        case "accepted", _:
            return step("desk", "dispatch", text("%(who)s hands the matter to a department.", who=who))
        case "in_progress", "to_sign":
            return step("department", "sign", text("%(who)s signs for the matter.", who=who))
        case "in_progress", "return_asked":
            return step(
                "desk",
                "decide",
                text("%(who)s says that the matter is not its own; whether it keeps it is decided.", who=who),
            )
        case "in_progress", "disputed":
            return step(
                "desk", "decide", text("%(who)s disputes that it leads the matter; a leader rules.", who=who)
            )
        case "in_progress", "suspended":
            return step(
                "department", None, text("Suspended until %(until)s; it goes on by itself then.", until=until)
            )
        case "in_progress", _ if not contacted and relayed:
            return step(
                "department",
                "resolve",
                text("%(who)s works on it; the service centre speaks with the enterprise.", who=who),
            )
        case "in_progress", _ if not contacted:
            return step("department", "contact", text("%(who)s speaks with the enterprise.", who=who))
        case "in_progress", _:
            return step(
                "department", "resolve", text("%(who)s solves the matter and submits the result.", who=who)
            )
        case "tracking", _:
            return step(
                "department",
                "feedback",
                text("%(who)s tells the enterprise how it stands, or submits the result.", who=who),
            )
        case "joined", _:
            return step("desk", "promise", text("It is answered with its main matter."))
        case "in_review", _:
            return step("desk", "review", text("%(who)s reviews the result.", who=who))
        case "in_callback", _ if answered:
            return step(
                "desk", None, text("%(who)s decides: it is done again, or closed with a reason.", who=who)
            )
        case "in_callback", _:
            return step(
                "enterprise", "callback", text("The enterprise judges the result, or %(who)s calls.", who=who)
            )
        case "closed", _ if reopening:
            return step("desk", "decide", text("%(who)s decides whether the matter is reopened.", who=who))
        case "closed", _:
            return step("nobody", None, text("The matter is closed."))
        case "refused", _:
            return step(
                "nobody",
                None,
                text("The matter was not accepted; the reason and the legal way are given below."),
            )
        case "handed_over", _:
            return step("nobody", None, text("The inspector's office has the matter now."))
        case _:
            return step("nobody", None, text("The enterprise has withdrawn the matter."))
