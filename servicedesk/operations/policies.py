"""New versions of the policies. A version never changes; running matters keep the one they began under."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person, PolicyVersion
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.categories import all_categories
from servicedesk.queries.limits import limits
from servicedesk.queries.policies import newest_version
from servicedesk.rules.limits import StoredPolicy, held_at
from servicedesk.rules.policy import Policy
from servicedesk.rules.policy_cover import cover_faults
from servicedesk.rules.policy_faults import Fault
from servicedesk.rules.policy_spec import differences, read_policy, write_policy
from servicedesk.rules.refusals import Invalid, NotYours, invalid
from servicedesk.rules.text import Text, text

FURTHEST = timedelta(days=3 * 366)
"""How far ahead a version may come into force; whoever writes more has slipped."""
UNSAVED = 0
"""The id of a version that is only looked at."""


def check_version(
    code: str, spec: Mapping[str, Any], effective_from: datetime | None, now: datetime, seen: int
) -> tuple[StoredPolicy, Policy | None]:
    """What a new version would be, and what it would take the place of; nothing is stored.

    `effective_from` None: from `now` on. `seen` is the newest version that the editor showed, 0 for a policy
    that is new. Raises Invalid, naming each field: those of `policy_spec`, `effective_from`, or `version`
    when somebody else was faster.
    """
    newest = newest_version(code)
    if seen != newest:
        raise invalid("version" if seen else "code", _taken(seen))
    policy = _read(code, newest + 1, spec, effective_from, now)
    in_force = limits(now)
    known = [stored for stored in in_force.versions if stored.policy.code == code]
    new = StoredPolicy(UNSAVED, effective_from or now, policy)
    _raise_all([*_case_faults(known, policy), *cover_faults(in_force.versions, new)])
    before = held_at(in_force.versions, new.effective_from).get(code)
    return new, _changed(known, new, before)


def _read(
    code: str, version: int, spec: Mapping[str, Any], effective_from: datetime | None, now: datetime
) -> Policy:
    """What the spec says; every mistake in it is named at once, and the moment with them."""
    moment = list(_moment_faults(effective_from, now))
    try:
        policy = read_policy(code, version, spec, {category.code for category in all_categories()})
    except Invalid as wrong:
        _raise_all([*((field, one) for field, found in wrong.errors.items() for one in found), *moment])
        raise
    _raise_all(moment)
    return policy


def _raise_all(faults: list[Fault]) -> None:
    errors: dict[str, list[Text]] = {}
    for field, sentence in faults:
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise Invalid(errors)


def store_version(
    by: Person,
    now: datetime,
    code: str,
    spec: Mapping[str, Any],
    effective_from: datetime | None,
    seen: int,
) -> PolicyVersion:
    """Store a new version and put it on record with what it changes; raises as `check_version`. Commits.

    Raises NotYours for whoever is no administrator.
    """
    if "admin" not in by.roles:
        raise NotYours(text("This page belongs to the administrator."))
    with transaction():
        # One after the other: what covers all kinds together must not change between looking and writing.
        db.session.scalar(select(PolicyVersion.id).order_by(PolicyVersion.id).limit(1).with_for_update())
        new, before = check_version(code, spec, effective_from, now, seen)
        policy = new.policy
        row = PolicyVersion(
            code=code, version=policy.version, effective_from=new.effective_from, spec=write_policy(policy)
        )
        db.session.add(row)
        payload = {
            "code": code,
            "version": policy.version,
            "effective_from": new.effective_from.astimezone(UTC).isoformat(),
            "name_zh": policy.name_zh,
            "name_en": policy.name_en,
            "changes": {field: list(pair) for field, pair in differences(before, policy).items()},
        }
        events.append_administration(by, _deed(before, policy), now, payload)
    return row


def _deed(before: Policy | None, policy: Policy) -> str:
    if not policy.active:
        return "policy_ended"
    return "policy_changed" if before else "policy_made"


def _taken(seen: int) -> Text:
    if seen:
        return text("Somebody has made a newer version meanwhile; please open the policy again.")
    return text("A policy with this code is there already.")


def _moment_faults(effective_from: datetime | None, now: datetime) -> Iterator[Fault]:
    if effective_from and effective_from < now:
        yield "effective_from", text("This lies in the past; matters that were sent keep their limits.")
    elif effective_from and effective_from > now + FURTHEST:
        yield "effective_from", text("This is too far from now.")


def _case_faults(known: list[StoredPolicy], policy: Policy) -> Iterator[Fault]:
    if any(stored.policy.case != policy.case for stored in known):
        yield "case", text("What makes a policy speak stays the same; please make another policy.")


def _changed(known: list[StoredPolicy], new: StoredPolicy, before: StoredPolicy | None) -> Policy | None:
    """What holds until then; refuses a version that would change nothing, then or later."""
    later = any(stored.effective_from > new.effective_from for stored in known)
    old = before.policy if before else None
    nothing = not differences(old, new.policy) if old else bool(known) and not new.policy.active
    if nothing and not later:
        raise invalid("version", text("Nothing differs from what holds then."))
    return old
