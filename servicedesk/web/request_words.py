"""Words for the coded reasons of requests, and for why something stands in no figure."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from servicedesk.rules.ticket_words import EXCLUSIONS

Words = Mapping[str, str]

SUSPENSION_CODES: Words = {
    "hearing": _l("Hearing"),
    "tender": _l("Tender"),
    "inspection": _l("Inspection"),
    "testing": _l("Testing"),
    "expert_review": _l("Expert review"),
    "waiting_for_enterprise": _l("Waiting for the enterprise"),
    "force_majeure": _l("Force majeure"),
}
EXCLUSION_CODES: Words = {code: _l(word.msgid) for code, word in EXCLUSIONS.items()}
# Why something stands in no base of a figure.
LEFT_OUT: Words = {"cancelled": _l("No longer counted"), **EXCLUSION_CODES}
