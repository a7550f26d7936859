"""The accounts of the demo, which everybody knows and production therefore refuses."""

PASSWORD = "Whistle-2026!"
USERNAMES = (
    "enterprise", "enterprise2", "officer", "officer2", "desk_lead", "handler", "department_head", "handler2",
    "handler3", "leader", "supervisor", "inspector", "admin",
)  # fmt: skip
