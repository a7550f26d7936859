"""Words for what is stored about departments and about deeds of the administration."""

from flask_babel import lazy_gettext as _l

from servicedesk.web.words import Words

DEPARTMENT_KINDS: Words = {
    "zone_office": _l("Office of the zone"),
    "bureau_branch": _l("Branch of a bureau"),
    "sub_district": _l("Sub-district"),
    "utility": _l("Utility"),
    "partner_bank": _l("Partner bank"),
    "platform_company": _l("Platform company"),
    "mediator": _l("Mediators' office"),
}
DEEDS: Words = {
    "notice_loaded": _l("loaded a year's notice of public holidays"),
    "clocks_set_aside": _l("set limits aside that could not be judged"),
    "clocks_tried_again": _l("let limits be tried again that had been set aside"),
    "notice_missed": _l("asked the administrators for the notice of public holidays"),
    "calendar_added": _l("added a calendar"),
    "calendar_week_set": _l("changed the hours of the week"),
    "calendar_season_set": _l("set a season"),
    "calendar_season_ended": _l("removed a season"),
    "calendar_days_set": _l("set single days of the calendar"),
    "sampling_changed": _l("changed how many withdrawals are asked about"),
    "reference_loaded": _l("loaded reference data"),
    "policy_made": _l("made a policy"),
    "policy_changed": _l("made a new version of a policy"),
    "policy_ended": _l("took a policy out of force"),
    "demo_accounts_made": _l("made the demo's accounts"),
    "demo_tickets_made": _l("made the demo's matters"),
    "deputy_named": _l("named a deputy"),
    "absence_entered": _l("entered an absence"),
    "absence_ended": _l("ended an absence"),
    "roster_planned": _l("planned a week of the duty roster"),
    "duty_entry_added": _l("added an entry to the duty roster"),
    "duty_entry_removed": _l("took an entry out of the duty roster"),
    "ring_minutes_set": _l("changed how long an urgent ring waits"),
    "person_created": _l("made an account"),
    "enterprise_made": _l("put an enterprise on record"),
    "signed_in": _l("signed in"),
    "sign_in_failed": _l("failed to sign in"),
    "password_changed": _l("changed the password"),
    "profile_changed": _l("changed the profile"),
    "token_created": _l("made an API token"),
    "tokens_revoked": _l("revoked API tokens"),
    "member_registered": _l("registered as an enterprise's member"),
    "member_verified": _l("verified a member"),
    "member_admitted": _l("admitted a colleague"),
    "member_refused": _l("could not verify a member"),
    "proof_given": _l("gave a proof of speaking for the enterprise"),
}
