"""Every page that people see: who looks at it, and how they get there."""

from tests.browser.place import Place

ROW = "a[data-row]"
CARD = "a.matter-card-title"
REPORT = "li:has(.report-made) a"
"""Made, and not issued yet."""


def _step(action: str) -> str:
    return f"main a[href$='/{action}']"


def _queue(name: str, *through: str) -> tuple[str, tuple[str, ...]]:
    return f"/desk/?queue={name}", (ROW, *through)


def _share(name: str, *through: str) -> tuple[str, tuple[str, ...]]:
    return f"/department/?queue={name}", (ROW, *through)


PUBLIC = (
    Place("public-home", "", "/"),
    Place("public-track", "", "/track"),
    Place("public-promises", "", "/promises"),
    Place("public-help", "", "/help"),
    Place("public-figures", "", "/figures"),
    Place("public-register", "", "/register"),
    Place("sign-in", "", "/login"),
    Place("missing", "", "/there/is/nothing/here", status=404),
)
ENTERPRISE = (
    Place("portal-home", "enterprise", "/portal/"),
    Place("portal-open", "enterprise", "/portal/?show=open"),
    Place("portal-ended", "enterprise", "/portal/?show=ended"),
    Place("portal-company", "enterprise", "/portal/company"),
    Place("portal-submit-entry", "enterprise", "/portal/submit"),
    Place("portal-submit-category", "enterprise", "/portal/submit?entry=apply"),
    Place("portal-submit-search", "enterprise", "/portal/submit?entry=apply&q=停电"),
    Place("portal-submit-details", "enterprise", "/portal/submit?entry=apply", ("a.category",)),
    Place("portal-submit-complaint", "enterprise", "/portal/submit?entry=complain", ("a.category",)),
    Place("portal-matter", "enterprise", "/portal/?show=open", (CARD,)),
    Place("portal-matter-ended", "enterprise", "/portal/?show=ended", (CARD,)),
    Place("portal-receipt", "enterprise", "/portal/?show=open", (CARD, "a[href$='/receipt']")),
    Place("portal-withdraw", "enterprise", "/portal/?show=open", (CARD, _step("withdraw"))),
    Place("ledger-own", "enterprise", "/ledgers/own"),
    Place("messages", "enterprise", "/account/messages"),
    Place("profile", "enterprise", "/account"),
    Place("password", "enterprise", "/account/password"),
)
DESK = (
    Place("desk-inbox", "officer", "/desk/"),
    *(
        Place(f"desk-queue-{name.replace('_', '-')}", "officer", f"/desk/?queue={name}")
        for name in (
            "to_accept",
            "to_dispatch",
            "to_review",
            "to_call",
            "overdue",
            "in_progress",
            "with_enterprise",
            "waiting",
        )
    ),
    Place("callbacks", "officer", "/desk/callbacks"),
    Place("callbacks-decide", "officer", "/desk/callbacks?list=decide"),
    Place("callbacks-wait", "officer", "/desk/callbacks?list=wait"),
    Place("step-callback", "officer", "/desk/callbacks", ("main a[href*='/callback?']",)),
    Place("desk-record", "officer", "/desk/record"),
    Place("desk-search", "officer", "/desk/search"),
    Place("desk-search-found", "officer", "/desk/search?state=closed"),
    Place("desk-search-nothing", "officer", "/desk/search?q=没有这样的事项"),
    Place("ledger-matters", "officer", "/ledgers/matters?state=closed"),
    Place("desk-members", "officer", "/desk/members"),
    Place("desk-matter-to-accept", "officer", *_queue("to_accept")),
    Place("desk-matter-to-dispatch", "officer", *_queue("to_dispatch")),
    Place("desk-matter-to-review", "officer", *_queue("to_review")),
    Place("desk-matter-to-call", "officer", *_queue("to_call")),
    Place("desk-matter-in-progress", "officer", *_queue("in_progress")),
    Place("desk-matter-waiting", "officer", *_queue("waiting")),
    Place("desk-matter-closed", "officer", "/desk/search?state=closed", (ROW,)),
    Place("desk-matter-refused", "officer", "/desk/search?state=refused", (ROW,)),
    Place("desk-limit", "officer", *_queue("to_accept", "a.chip[href*='/clocks/']")),
    Place("step-refuse", "officer", *_queue("to_accept", _step("refuse"))),
    Place("step-ask-info", "officer", *_queue("to_accept", _step("ask_info"))),
    Place("step-answer", "officer", *_queue("to_accept", _step("answer"))),
    Place("step-send-back", "officer", *_queue("to_review", _step("send_back"))),
    Place("step-redo", "officer", *_queue("to_call", _step("redo"))),
    Place("step-recategorise", "officer", *_queue("in_progress", _step("recategorise"))),
    Place("step-set-urgent", "officer", *_queue("in_progress", _step("set_urgent"))),
    Place("step-join", "officer", *_queue("in_progress", _step("join"))),
    Place("desk-matter-joined", "officer", "/desk/search?state=joined", (ROW,)),
    Place("step-note", "officer", *_queue("in_progress", _step("note"))),
    Place("dossier", "officer", "/desk/search?state=closed", (ROW, "a[href$='/dossier']")),
    Place("paper-refusal", "officer", "/desk/search?state=refused", (ROW, "a[href$='/papers/refusal']")),
    Place("desk-imports", "desk_lead", "/desk/imports"),
    Place("messages-staff", "officer", "/account/messages"),
)
DEPARTMENT = (
    Place("department-home", "handler", "/department/"),
    *(
        Place(f"department-queue-{name.replace('_', '-')}", "handler", f"/department/?queue={name}")
        for name in ("to_sign", "working", "overdue", "suspended", "submitted", "done")
    ),
    Place("department-to-sign", "handler", *_share("to_sign")),
    Place("department-working", "handler", *_share("working")),
    Place("department-submitted", "handler", *_share("submitted")),
    Place("department-done", "handler", *_share("done")),
    Place("step-finish", "handler", *_share("to_sign", _step("finish"))),
    Place("department-suspended", "handler", *_share("suspended")),
    Place("step-request-extension", "handler", *_share("working", _step("request_extension"))),
    Place("step-request-suspension", "handler", *_share("working", _step("request_suspension"))),
    Place("step-progress", "handler", *_share("working", _step("progress"))),
    Place("step-ask", "handler", *_share("working", _step("ask"))),
    Place(
        "paper-extension",
        "desk_lead",
        "/decisions/?kind=extension",
        (ROW, ".more a[href^='/matters/']", "a[href$='/papers/extension']"),
    ),
    Place("paper-handover", "handler", *_share("working", "a[href$='/papers/handover']")),
)
DECISIONS = (
    Place("decisions", "desk_lead", "/decisions/"),
    Place("decisions-decided", "desk_lead", "/decisions/decided"),
    Place("decisions-ledger", "desk_lead", "/ledgers/decisions?list=decided"),
    Place("decision", "desk_lead", "/decisions/", (ROW,)),
    Place("decision-made", "desk_lead", "/decisions/decided", (ROW,)),
    Place("decisions-leader", "leader", "/decisions/"),
)
BOARD = (
    Place("board", "leader", "/board/"),
    Place("board-by-department", "leader", "/board/?by=department"),
    Place("board-behind", "leader", "/board/", (".figure a",)),
    Place("board-overdue", "leader", "/board/overdue"),
    Place("board-desk-lead", "desk_lead", "/board/"),
    Place("board-ranking", "leader", "/board/?ranking=1"),
    Place("board-screen", "leader", "/board/?screen=1"),
    Place("board-department", "department_head", "/board/"),
    Place("reports", "leader", "/board/reports"),
    Place("report-issued", "leader", "/board/reports", ("li:has(.report-issued) a",)),
    Place("report-made", "leader", "/board/reports", (REPORT,)),
    Place("report-edit", "leader", "/board/reports", (REPORT, "a.report-edit")),
    Place("report-issue", "leader", "/board/reports", (REPORT, "a[href$='/issue']")),
    Place("reports-schedules", "leader", "/board/reports/schedules"),
    Place("reports-department", "department_head", "/board/reports"),
)
WHISTLE = ".whistle-card h2 a"
WHISTLES = (
    Place("whistles", "officer", "/whistles/"),
    Place("whistles-over", "officer", "/whistles/over"),
    Place("whistle-kinds", "officer", "/whistles/new"),
    Place("whistle-new", "officer", "/whistles/new/emergency"),
    Place("whistle", "officer", "/whistles/", (WHISTLE,)),
    Place("whistle-leader", "leader", "/whistles/", (WHISTLE,)),
    Place("whistle-called", "handler2", "/whistles/", (WHISTLE,)),
    Place("whistle-home", "handler2", "/department/"),
    Place("paper-whistle-notice", "officer", "/whistles/", (WHISTLE, "a[href$='/papers/notice']")),
    Place("paper-whistle-sign-in", "officer", "/whistles/", (WHISTLE, "a[href$='/papers/sign_in']")),
)
DUTY = (
    Place("duty-office", "department_head", "/duty/"),
    Place("duty-office-handler", "handler", "/duty/"),
    Place("duty-roster", "desk_lead", "/duty/roster"),
    Place("duty-roster-officer", "officer", "/duty/roster"),
    Place("duty-roster-admin", "admin", "/duty/roster"),
    Place("duty-handover", "officer", "/duty/handover"),
    Place("paper-shift-handover", "officer", "/duty/handover", ("td a[data-row]",)),
    Place("step-hand-over", "handler", *_share("working", _step("hand_over"))),
)
ADMIN = (
    Place("admin", "admin", "/admin/"),
    Place("admin-calendar", "admin", "/admin/calendar"),
    Place("admin-calendar-next-year", "admin", "/admin/calendar", ("a[rel='next']",)),
    Place("admin-calendar-week", "admin", "/admin/calendar", ("main a[href$='/week']",)),
    Place("admin-calendar-season", "admin", "/admin/calendar", ("main a[href$='/season']",)),
    Place("admin-calendar-day", "admin", "/admin/calendar", ("a.cal-off",)),
    Place("admin-calendar-notice", "admin", "/admin/calendars/notice"),
    Place("admin-calendar-new", "admin", "/admin/calendars/new"),
    Place("admin-whistles", "admin", "/admin/whistles"),
    Place("admin-whistle-kind", "admin", "/admin/whistles/key"),
    Place("admin-withdrawals", "admin", "/admin/withdrawals"),
    Place("admin-figures", "admin", "/admin/figures"),
    Place("admin-policies", "admin", "/admin/policies"),
    Place("admin-policy", "admin", "/admin/policies/standard"),
    Place("admin-policy-edit", "admin", "/admin/policies/standard/edit"),
    Place("admin-policy-new", "admin", "/admin/policies/new?like=urgent"),
)
TRACKING = (
    Place("tracking", "leader", "/tracking/"),
    Place("tracking-ended", "officer", "/tracking/?list=ended"),
    Place("tracking-department", "handler", "/tracking/"),
    Place("tracking-matter", "leader", "/tracking/", (ROW,)),
    Place("step-feedback", "handler", "/tracking/", ("a.ledger-do",)),
    Place("step-request-tracking", "handler", *_share("working", _step("request_tracking"))),
    Place("decision-tracking", "leader", "/decisions/?kind=tracking", (ROW,)),
)
OVERSEEING = (
    Place("instructions", "leader", "/instructions/"),
    Place("instructions-reported", "leader", "/instructions/?list=reported"),
    Place("instructions-department", "handler", "/instructions/"),
    Place(
        "instruction-report",
        "handler",
        "/instructions/",
        ("main a[href^='/instructions/']:not([href*='?'])",),
    ),
    Place("step-instruct", "leader", "/board/overdue", (ROW, _step("instruct"))),
    Place(
        "instruction-record",
        "desk_lead",
        "/desk/?queue=in_progress",
        (ROW, "a[href*='/instructions/record/']"),
    ),
    Place("step-urge", "leader", "/board/overdue", (ROW, _step("urge"))),
    Place("step-supervise", "leader", "/board/overdue", (ROW, _step("supervise"))),
    Place("withdrawals", "supervisor", "/supervision/withdrawals"),
    Place("withdrawals-pressed", "supervisor", "/supervision/withdrawals?list=pressed"),
    Place(
        "step-check-withdrawal",
        "supervisor",
        "/supervision/withdrawals",
        ("main a[href*='/check_withdrawal?']",),
    ),
    Place("supervision", "supervisor", "/supervision/"),
    Place("supervision-department", "handler", "/supervision/"),
    Place("paper-supervision", "leader", "/supervision/", ("a.by-hand",)),
    Place("paper-instruction", "leader", "/instructions/", ("a[data-row]", "a[href$='/papers/instruction']")),
)
KEPT = (
    Place("read-log", "supervisor", "/read-log/"),
    Place("handed-over", "inspector", "/handed-over/"),
    Place("handed-over-matter", "inspector", "/handed-over/", (ROW,)),
    Place("handed-over-receipts", "officer", "/handed-over/"),
    Place("handed-over-receipt", "officer", "/handed-over/", (ROW,)),
    Place("paper-handed-over", "officer", "/handed-over/", ("a[href$='/papers/handed_over']",)),
    Place(
        "department-confidential",
        "handler",
        "/department/?queue=working",
        (f"{ROW}:has(.mark-confidential)",),
    ),
    Place("desk-complaint", "supervisor", "/desk/?queue=to_accept"),
)
# Only where messages have been handed over, as in the demo.
BY_LINK = (Place("judge-by-link", "enterprise", "/account/messages", ("a.letter-deed",)),)
PLACES = (
    *PUBLIC,
    *BY_LINK,
    *KEPT,
    *TRACKING,
    *OVERSEEING,
    *ENTERPRISE,
    *DESK,
    *DEPARTMENT,
    *DECISIONS,
    *BOARD,
    *WHISTLES,
    *DUTY,
    *ADMIN,
)
