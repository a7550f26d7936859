"""Who might decide on a request, for those who record what others decided."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Attachment, Person, PersonRole, Request
from servicedesk.queries.standing import Standing
from servicedesk.queries.ticket_facts import decides
from servicedesk.rules.access import STAFF_ROLES, relations
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.paper import roles_of


def might_decide(person: Person, stand: Standing, request: Request) -> bool:
    """Whether somebody holds the role that decides, sees the matter, and has not asked."""
    actor = person.actor()
    return person.active and decides(actor, request) and not is_outside(relations(actor, stand.matter))


def deciders(stand: Standing, request: Request) -> Sequence[Person]:
    """All who might decide on a request, by name; one statement."""
    holding = select(PersonRole.person_id).where(PersonRole.role.in_(sorted(roles_of(request.decider))))
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(holding), Person.active)
        .options(joinedload(Person.role_rows), joinedload(Person.department))
        .order_by(Person.name, Person.id)
    )
    return [person for person in people.unique() if might_decide(person, stand, request)]


def leaders_of(stand: Standing) -> Sequence[Person]:
    """The leaders who see a matter, by name; one statement."""
    holding = select(PersonRole.person_id).where(PersonRole.role == "leader")
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(holding), Person.active)
        .options(joinedload(Person.role_rows), joinedload(Person.department))
        .order_by(Person.name, Person.id)
    )
    return [one for one in people.unique() if "leader" in relations(one.actor(), stand.matter)]


def papers(stand: Standing) -> Sequence[Attachment]:
    """The files of a matter that its staff added, the newest first; one statement."""
    files = db.session.scalars(
        select(Attachment)
        .where(Attachment.ticket_id == stand.ticket.id)
        .options(joinedload(Attachment.uploaded_by).joinedload(Person.role_rows))
        .order_by(Attachment.id.desc())
    )
    return [file for file in files.unique() if file.uploaded_by.roles & STAFF_ROLES]
