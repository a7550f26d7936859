"""A whistle that calls many departments at once, for the refresh of its live board."""

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Department, Person
from servicedesk.operations.whistles import blow
from servicedesk.wallclock import now
from tests.live import Live

CALLS = 50


def refresh(live: Live) -> str:
    """Blow it; answers the address at which its board asks for what is new."""
    with live.house():
        codes = [f"call{n}" for n in range(CALLS)]
        db.session.add_all(
            Department(code=code, name_zh=f"第{code}局", name_en=code, full_name_zh=code, kind="bureau")
            for code in codes
        )
        db.session.commit()
        officer = db.session.scalars(select(Person).where(Person.username == "officer")).one()
        given = {"kind": "emergency", "reason": "请立即到场。", "place": "东门", "departments": codes}
        return f"/whistles/{blow(officer, now(), given).whistle.number}/live"
