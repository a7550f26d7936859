"""What every page's frame needs: menu, messages that wait, theme, and who is reading."""

from json import dumps
from typing import Any

from flask import Flask, g, request
from flask_login import current_user

from servicedesk.queries.waiting import Waiting, waiting_for
from servicedesk.web import menu, request_time, views
from servicedesk.web.addresses import this_page
from servicedesk.web.last_queue import back_to_queue

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
# No evaluated code and no style made by script, as the page's policy demands. A refused form comes back as
# the part that was asked for; any other error is a whole page, of which the content is shown.
HTMX = dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "selfRequestsOnly": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {
                "code": "[45]..",
                "swap": True,
                "error": True,
                "target": "#content",
                "select": "#content",
                "swapOverride": "outerHTML",
            },
        ],
    }
)


def init_app(app: Flask) -> None:
    """Give every template the frame's helpers; what costs a statement is asked only where it is shown."""
    app.context_processor(_frame)
    app.add_template_global(views.stages)
    app.add_template_global(back_to_queue)
    # Macros are imported without context, and some of them ask who is reading.
    app.add_template_global(current_user, "current_user")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def theme() -> str:
    """`light` or `dark` when the reader chose one, else empty: the browser's own wish counts."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def waiting() -> Waiting:
    """What waits for the reader; one indexed statement however often a page asks."""
    if "waiting" not in g:
        g.waiting = waiting_for(current_user) if current_user.is_authenticated else Waiting()
    return g.waiting  # type: ignore[no-any-return]


def _frame() -> dict[str, Any]:
    staff = bool(current_user.is_authenticated and current_user.is_staff)
    return {
        "frame": "layout_staff.html" if staff else "layout_public.html",
        "htmx_config": HTMX,
        "theme": theme(),
        "menu": menu,
        "waiting": waiting,
        "this_page": this_page,
        "now": request_time.now(),
    }
