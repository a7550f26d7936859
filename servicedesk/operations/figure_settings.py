"""Deciding anew what holds for figures."""

from dataclasses import asdict
from datetime import datetime

from servicedesk.extensions import db
from servicedesk.models import FigureVersion, Person
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.figure_settings import figure_settings, newest_version
from servicedesk.rules.figure_settings import FigureSettings, faults
from servicedesk.rules.refusals import Invalid, NotYours, invalid
from servicedesk.rules.text import text


def change_figure_settings(by: Person, now: datetime, new: FigureSettings, seen: int) -> FigureVersion:
    """Another version, in force from now on; commits.

    `seen` is the id of the newest version that the page showed, 0 where there was none. Raises NotYours for
    all but administrators, Invalid (`version` where somebody was faster).

    What figures said until a moment before now, they go on saying: each moment keeps the version of then.
    """
    if "admin" not in by.roles:
        raise NotYours(text("This page belongs to the administrator."))
    if errors := faults(new):
        raise Invalid(errors)
    with transaction():
        # One after the other: whoever is slower sees what the faster one has made.
        events.wait_for_administration()
        if newest_version() != seen:
            sentence = text("Somebody has made a newer version meanwhile; please open the page again.")
            raise invalid("version", sentence)
        old = asdict(figure_settings(now))
        changes = {name: [old[name], value] for name, value in asdict(new).items() if old[name] != value}
        if not changes:
            raise invalid("composite", text("Nothing differs from what holds now."))
        row = FigureVersion(effective_from=now, by_id=by.id, **asdict(new))
        db.session.add(row)
        events.append_administration(by, "figures_changed", now, {"changes": changes})
    return row
