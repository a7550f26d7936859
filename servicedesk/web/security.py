"""The headers that keep a page to itself: no foreign scripts, no frames, no guessing of types."""

from flask import Flask, Response, request, session
from werkzeug.middleware.proxy_fix import ProxyFix

# Only our own files. No inline script or style anywhere; `data:` pictures are the small marks in the
# style sheet, `blob:` are previews of files that are about to be sent.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The whole address stays within the site: it may hold a matter's number.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = 2 * 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Put the headers on every answer, and believe as many proxies as are said to stand before us."""
    app.after_request(_protect)
    if proxies := app.config["SERVICEDESK_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        # On a shared machine the Back button must not show what the last person saw.
        response.headers["Cache-Control"] = "no-store" if "_user_id" in session else "no-cache"
    return response
