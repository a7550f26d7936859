"""Brings the whole house into memory: processes forked from one that has read this begin at once."""

from servicedesk import create_app

create_app({"SERVICEDESK_ENV": "test", "SERVICEDESK_DATABASE_URL": "sqlite://", "SERVICEDESK_JOBS": "off"})
