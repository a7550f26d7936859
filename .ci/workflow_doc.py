"""Write docs/workflow.md from the workflow table and the default limits; with `check` only compare.

The page is for people who want to see the workflow without reading Python. It is never edited by hand: a test
compares it with the table.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from limits_tables import limits, rungs, table_of  # noqa: E402
from workflow_diagrams import (  # noqa: E402
    diagram,
    moves_of,
    moves_of_assignment,
    moves_of_request,
    moves_of_ticket,
    ordered,
)
from workflow_people import VERBS, WHO  # noqa: E402

from servicedesk.rules import (  # noqa: E402
    call_workflow,
    conditions,
    instructions,
    return_conditions,
    tracking,
    whistle_workflow,
)
from servicedesk.rules.call_workflow import CALL  # noqa: E402
from servicedesk.rules.conditions import Guard  # noqa: E402
from servicedesk.rules.requests import REQUEST_STATES  # noqa: E402
from servicedesk.rules.whistle_workflow import WHISTLE  # noqa: E402
from servicedesk.rules.whistles import CALL_STATES, WHISTLE_STATES  # noqa: E402
from servicedesk.rules.workflow import (  # noqa: E402
    ASSIGNMENT,
    ASSIGNMENT_STATES,
    REQUEST,
    TICKET,
    TICKET_STATES,
    Row,
)
from servicedesk.web import whistle_words, words  # noqa: E402

PAGE = ROOT / "docs" / "workflow.md"
CHINESE = ROOT / "servicedesk" / "translations" / "zh_CN" / "LC_MESSAGES" / "messages.po"


def main() -> int:
    """Write the page, or with `check` say whether it stands as it should."""
    written = page()
    if sys.argv[1:] == ["check"]:
        return 0 if PAGE.read_text(encoding="utf-8") == written else 1
    PAGE.write_text(written, encoding="utf-8")
    return 0


def page() -> str:
    """The whole page."""
    chinese = catalogue()
    parts = [
        "# The workflow",
        "",
        "<!-- Written by `.venv/bin/python .ci/workflow_doc.py` from servicedesk/rules/*_workflow.py and",
        "servicedesk/reference/policies.json. Do not edit it by hand. -->",
        "",
        "Each action is one row of a table in `servicedesk/rules/*_workflow.py`. Buttons, forms, API calls,",
        "permission checks and the exhaustive test read that table, and this page is written from it.",
        "Where an action has several rows, the first whose condition holds counts.",
        "",
        "## A ticket",
        "",
        *diagram(moves_of_ticket(), "submitted"),
        "",
        *states(TICKET_STATES, words.TICKET_STATES, chinese),
        "",
        *actions(TICKET, chinese),
        "",
        "## A department's assignment",
        "",
        *diagram(moves_of_assignment(), "to_sign"),
        "",
        *states(ASSIGNMENT_STATES, words.ASSIGNMENT_STATES, chinese),
        "",
        *actions(ASSIGNMENT, chinese),
        "",
        "## A request",
        "",
        "What a department or the enterprise asks for and somebody else decides. One that still waits when",
        "the matter has moved on (the department's work ends, a closed matter is reopened) has `lapsed`. A",
        "suspended assignment resumes by itself at the end that was approved.",
        "",
        *diagram(moves_of_request(), "pending"),
        "",
        *states(REQUEST_STATES, words.REQUEST_STATES, chinese),
        "",
        *actions(REQUEST, chinese),
        "",
        "## A whistle",
        "",
        "Blown at once it begins as `blown`, waiting for a leader's approval as `asked`. Its limits stand on",
        "its first ticket: `report_in` for each department that is called, `meeting` where a joint meeting",
        "follows, `decide` where a leader approves or ratifies it. A place alone gets a ticket of the desk's",
        "own.",
        "",
        *diagram(moves_of(WHISTLE, "whistle"), "asked", "blown"),
        "",
        *states(WHISTLE_STATES, whistle_words.WHISTLE_STATES, chinese),
        "",
        *actions(WHISTLE, chinese),
        "",
        "## A department's call",
        "",
        *diagram((*moves_of(CALL, "call"), ("called", "absent", "(the whistle is closed)")), "called"),
        "",
        *states(CALL_STATES, whistle_words.CALL_STATES, chinese),
        "",
        *actions(CALL, chinese),
        "",
        "## Conditions and guards",
        "",
        *explained(),
        "",
        "## Who",
        "",
        *(f"- **{code}**: {who}" for code, who in WHO.items()),
        "",
        "## The limits that are shipped",
        "",
        "From `servicedesk/reference/policies.json`. Urgent beats redo beats complex beats the kind. Where a",
        "field is empty, the next policy gives the limit; where the kind's own is empty, there is no such",
        "clock. `decide` is for requests that one person makes and another decides; of a disputed return a",
        "leader's `ruling` takes its place.",
        "",
        *limits(),
        "",
        *rungs(),
    ]
    return "\n".join(parts) + "\n"


def catalogue() -> Catalog:
    """The Chinese words."""
    with open(CHINESE, "rb") as source:
        return read_po(source, locale="zh_CN", charset="utf-8")


def in_chinese(catalog: Catalog, english: object) -> str:
    """The Chinese for a word of the pages."""
    found = catalog.get(str(english))
    return str(found.string) if found else ""


# Tables -----------------------------------------------------------------------------------------


def states(codes: Sequence[str], names: words.Words, chinese: Catalog) -> list[str]:
    """The states with their words."""
    return table_of(
        ("State", "On pages", "中文"),
        ((f"`{code}`", str(names[code]), in_chinese(chinese, names[code])) for code in codes),
    )


def actions(table: Sequence[Row], chinese: Catalog) -> list[str]:
    """The rows of a table."""
    head = ("Action", "中文", "From", "To", "Who", "If", "Needs (optional)", "Clocks", "Enterprise sees it")
    return table_of(head, (cells(row, chinese) for row in table))


def cells(row: Row, chinese: Catalog) -> tuple[str, ...]:
    """One row's cells."""
    targets = [f"`{row.ticket}`"] if row.ticket else []
    targets += [f"assignment `{row.assignment}`"] if row.assignment else []
    targets += [f"request `{row.request}`"] if row.request else []
    targets += [f"`{target}`" for target in (row.whistle, row.call) if target]
    names = {field.name for field in row.fields}
    needs = [field.name if field.required else f"({field.name})" for field in row.fields]
    return (
        f"`{row.action}`",
        in_chinese(chinese, (words.ACTIONS | whistle_words.ACTIONS)[row.action]),
        ", ".join(f"`{state}`" for state in ordered(row.sources)),
        ", ".join(targets) or "—",
        ", ".join(sorted(row.who)),
        "; ".join(conditions_of(row)),
        ", ".join(needs) or "—",
        "; ".join(effects(row)) or "—",
        "yes" if row.visible else "when it says so" if "visible" in names else "no",
    )


def conditions_of(row: Row) -> Iterator[str]:
    """The condition under which the row counts, and what refuses it."""
    if row.when is not None:
        yield f"`{row.when.__name__}`"
    names = guard_names()
    yield from dict.fromkeys(f"unless `{names[id(guard)]}`" for guard in row.guards)


def guard_names() -> dict[int, str]:
    """The name of each guard by its identity, or of the group to which it belongs."""
    names = {}
    modules = (conditions, return_conditions, instructions, tracking, whistle_workflow, call_workflow)
    for name, value in (item for module in modules for item in vars(module).items()):
        for guard in value if isinstance(value, tuple) else (value,):
            if isinstance(guard, Guard):
                names[id(guard)] = name
    return names


def effects(row: Row) -> Iterator[str]:
    """What the row does to the clocks, in its order."""
    for verb, done in groupby(row.effects, lambda effect: effect.verb):
        whole = "every other" if verb == "cancel" else "all that run"
        clocks = (whole if effect.clock == "*" else effect.clock for effect in done)
        yield f"{VERBS[verb]} {', '.join(clocks)}"


def explained() -> Iterator[str]:
    """What each condition means, and what each guard says when it refuses."""
    rows = (*TICKET, *ASSIGNMENT, *REQUEST, *WHISTLE, *CALL)
    for condition in dict.fromkeys(row.when for row in rows if row.when):
        yield f"- `{condition.__name__}`: {(condition.__doc__ or '').splitlines()[0]}"
    names, said = guard_names(), dict[str, list[str]]()
    for guard in {id(guard): guard for row in rows for guard in row.guards}.values():
        said.setdefault(names[id(guard)], []).append(f"“{guard.sentence}”")
    for name, sentences in said.items():
        yield f"- `{name}` refuses, saying {' or '.join(sentences)}"


if __name__ == "__main__":
    sys.exit(main())
