"""What the record of the administration says of lists and papers that were taken, and of numbers given."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from servicedesk.languages import say
from servicedesk.rules.ledger import LEDGERS

TAKEN = frozenset({"ledger_exported", "ledger_choice_kept", "dossier_taken", "paper_numbered"})


def taken_details(payload: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Labels and values; never what stands in a file."""
    found = []
    if payload.get("ledger") in LEDGERS:
        found.append((gettext("List"), say(LEDGERS[payload["ledger"]].title)))
    if "rows" in payload:
        found.append((gettext("Rows"), f"{payload['rows']}{'+' if payload['cut'] else ''}"))
    if "format" in payload:
        found.append((gettext("Format"), str(payload["format"]).upper()))
    if "files" in payload:
        found.append((gettext("Files"), str(payload["files"])))
    if "number" in payload:
        found.append((gettext("Document number"), payload["number"]))
    if "sha256" in payload:
        found.append((gettext("SHA-256 digest"), payload["sha256"]))
    return found
