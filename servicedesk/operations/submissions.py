"""What was given for a new matter, checked before anything is stored."""

from dataclasses import dataclass
from typing import Any

from servicedesk.models import Category, Department, Person
from servicedesk.operations.book import STORED, Book
from servicedesk.rules import enterprise as identity
from servicedesk.rules.access import DESK_ROLES
from servicedesk.rules.extra_fields import check_extra
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow import CHANNELS, KINDS

FIELDS = (
    Field("kind", "choice", choices=KINDS),
    Field("category", "code"),
    Field("title", "line"),
    Field("description", "long"),
    Field("urgent", "bool", required=False),
    Field("confidential", "bool", required=False),
    Field("channel", "choice", required=False, choices=CHANNELS),
    Field("external_ref", "line", required=False),
    Field("external_due", "moment", required=False),
    Field("about_department", "code", required=False),
    Field("about_leader", "bool", required=False),
)
CONTACT = (
    Field("name", "line"),
    Field("phone", "line", required=False),
    Field("email", "line", required=False, longest=254),
    Field("share_outside", "bool", required=False),
)


@dataclass(frozen=True)
class Submission:
    """A matter as it was given, checked and with everything it names found."""

    values: dict[str, Any]
    contact: dict[str, Any]
    extra: dict[str, Any]
    category: Category
    about: Department | None


def check_submission(by: Person, given: dict[str, Any], book: Book = STORED) -> Submission:
    """Check everything that can be checked before anything is stored."""
    if not (by.roles & DESK_ROLES or "enterprise" in by.roles):
        raise NotYours(text("Matters are submitted by enterprises, or recorded by the desk."))
    errors: dict[str, list[Text]] = {}
    main = {k: v for k, v in given.items() if k not in ("contact", "enterprise", "fields")}
    values = _collect(errors, "", FIELDS, main)
    contact = _contact(errors, by, given.get("contact"))
    category = _category(errors, values.get("category"), book)
    about = _about(errors, values.get("about_department"), book)
    extra: dict[str, Any] = {}
    if category:
        try:
            extra = check_extra(category.fields, given.get("fields"))
        except Invalid as wrong:
            errors |= wrong.errors
    if errors:
        raise Invalid(errors)
    assert category is not None
    return Submission(values, contact, extra, category, about)


def _collect(
    errors: dict[str, list[Text]], prefix: str, fields: tuple[Field, ...], given: object
) -> dict[str, Any]:
    if not isinstance(given, dict):
        errors[prefix.rstrip(".") or "body"] = [text("This must be an object.")]
        return {}
    try:
        return check(fields, given)
    except Invalid as wrong:
        errors.update({prefix + name: sentences for name, sentences in wrong.errors.items()})
        # What names a category or a telephone is looked at even when the title is missing.
        right = [field for field in fields if field.name not in wrong.errors]
        return check(right, {field.name: given.get(field.name) for field in right})


def _contact(errors: dict[str, list[Text]], by: Person, given: object) -> dict[str, Any]:
    """Whom to speak to: as given, else the member who submits; the desk may not know it yet."""
    if given is None and "enterprise" in by.roles:
        return {"name": by.name, "phone": by.phone, "email": by.email, "share_outside": False}
    if given is None:
        return dict.fromkeys(("name", "phone", "email", "share_outside"))
    contact = _collect(errors, "contact.", CONTACT, given)
    for name, rule in (("phone", identity.phone), ("email", identity.email)):
        if contact.get(name):
            try:
                contact[name] = rule(contact[name])
            except identity.NotAccepted as refused:
                errors[f"contact.{name}"] = [refused.sentence]
    return contact


def _category(errors: dict[str, list[Text]], given: str | None, book: Book) -> Category | None:
    if given is None:
        return None
    category = book.category(given)
    if category is None:
        errors["category"] = [text("There is no such category.")]
    return category


def _about(errors: dict[str, list[Text]], given: str | None, book: Book) -> Department | None:
    if given is None:
        return None
    department = book.department(given)
    if department is None:
        errors["about_department"] = [text("There is no such department.")]
    return department
