"""The signed link with which an enterprise judges a result by one tap, without signing in.

It names a matter, one of its cycles and whose it is; the signature proves that the desk gave it out, and for
this purpose only. Whether it still opens anything is a question of the matter's own facts.
"""

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

PURPOSE = "servicedesk.judge"
"""Goes into the key, so that no other signature of the desk can stand for this one."""
LONGEST_LINK = 200


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says. `person`: the account that it was given to; None: the contact of the matter."""

    number: str
    cycle: int
    person: int | None = None


def signed(link: Link, key: str) -> str:
    """The link as it stands in an address."""
    return str(URLSafeSerializer(key, PURPOSE).dumps([link.number, link.cycle, link.person]))


def read(given: str, key: str) -> Link | None:
    """What a link says; None where the desk never signed it."""
    if len(given) > LONGEST_LINK:
        return None
    try:
        number, cycle, person = URLSafeSerializer(key, PURPOSE).loads(given)
    except (BadSignature, ValueError, TypeError):
        return None
    return Link(number, cycle, person)


def use_of(link: Link, *, cycle: int, state: str, judged: bool, due: datetime | None, now: datetime) -> str:
    """What the link is good for now: `open`, `superseded`, `used`, `ended` or `expired`.

    `judged`: whether the enterprise has said in the matter's present cycle what it thinks; `due`: the limit
    within which it is asked. Source: DOMAIN 4, rule 8.
    """
    if link.cycle != cycle:
        return "superseded"
    if judged:
        return "used"
    if state != "in_callback":
        return "ended"
    return "expired" if due is not None and now > due else "open"
