"""What people see: one blueprint for each kind of reader, and the frame around all of their pages."""

from importlib import import_module

from flask import Flask

# Name of the module in this folder, which exposes `blueprint`; the address that its pages begin with.
BLUEPRINTS = {
    "public": None,
    "account": None,
    "matter": None,
    "matter_files": None,
    "portal": "/portal",
    "desk": "/desk",
    "department": "/department",
    "duty": "/duty",
    "decisions": "/decisions",
    "instructions": "/instructions",
    "disputes": "/disputes",
    "supervision": "/supervision",
    "tracking": "/tracking",
    "handed_over": "/handed-over",
    "read_log": "/read-log",
    "ledgers": "/ledgers",
    "whistles": "/whistles",
    "board": "/board",
    "admin": "/admin",
}


def register(app: Flask) -> None:
    """Bind the frame and every blueprint to the app."""
    from servicedesk.web import assets, errors, filters, layout, locales, security, sessions

    for part in (security, locales, sessions, errors, assets, filters, layout):
        part.init_app(app)
    for name, prefix in BLUEPRINTS.items():
        app.register_blueprint(import_module(f"{__name__}.{name}").blueprint, url_prefix=prefix)
