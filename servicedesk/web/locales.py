"""Which language a page speaks: the person's own, then the session's, the browser's, the zone's."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Flask, current_app, has_request_context, redirect, request, session
from flask_babel import get_locale, refresh
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.extensions import babel
from servicedesk.languages import LANGUAGES
from servicedesk.operations.accounts import set_locale
from servicedesk.web import request_time
from servicedesk.web.addresses import this_page
from servicedesk.web.catalogues import Catalogues


def init_app(app: Flask) -> None:
    """Bind Babel, and let `?lang=en` on any page choose the language."""
    babel.init_app(app, locale_selector=chosen)
    babel.domain_instance = Catalogues()  # type: ignore[attr-defined]
    app.before_request(_choose_from_address)
    app.add_template_global(html_lang)
    app.add_template_global(other_languages)


def chosen() -> str:
    """The code of the language, one of LANGUAGES."""
    default = str(current_app.config["BABEL_DEFAULT_LOCALE"])
    if not has_request_context():
        return default
    own = getattr(current_user, "locale", None) or session.get("locale")
    return own if own in LANGUAGES else (_of_browser() or default)


def choose(language: str) -> None:
    """Speak `language` from now on; one that we do not know changes nothing."""
    if language not in LANGUAGES:
        return
    session["locale"] = language
    if current_user.is_authenticated and current_user.locale != language:
        set_locale(by=current_user, locale=language, now=request_time.now())
    refresh()


def html_lang() -> str:
    """The page's language as HTML names it: zh-CN, en."""
    locale = get_locale()
    if locale is None:
        return "zh-CN"
    return "-".join(part for part in (locale.language, locale.territory) if part)


def other_languages() -> list[tuple[str, str, str]]:
    """HTML name, own name and address of this page in each of the other languages."""
    here = str(chosen())
    return [
        (code.replace("_", "-"), name, _with_language(code))
        for code, name in LANGUAGES.items()
        if code != here
    ]


def _of_browser() -> str | None:
    for wanted in request.accept_languages.values():
        language = wanted.replace("_", "-").split("-")[0].lower()
        for code in LANGUAGES:
            if code.split("_")[0] == language:
                return code
    return None


def _choose_from_address() -> Response | None:
    language = request.args.get("lang")
    if language is None or request.method not in ("GET", "HEAD") or request.endpoint == "static":
        return None
    if request.path.startswith("/api/"):
        return None
    choose(language)
    return redirect(_with_language(None))


def _with_language(language: str | None) -> str:
    parts = urlsplit(this_page())
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "lang"]
    if language:
        query.append(("lang", language))
    path = quote(parts.path, safe="/%")
    return f"{path}?{urlencode(query)}" if query else path
