"""Words for the coded reasons of requests, and for why something stands in no figure."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

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
EXCLUSION_CODES: Words = {
    "no_demand": _l("No demand, or abuse"),
    "beyond_law": _l("Beyond law and policy"),
    "tracking": _l("Moved to tracking"),
    "repeat": _l("Repeat or joined"),
    "unreachable": _l("Enterprise unreachable"),
}
# Why something stands in no base of a figure.
LEFT_OUT: Words = {"cancelled": _l("No longer counted"), **EXCLUSION_CODES}
