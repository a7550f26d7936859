"""The product's own server with one address more: an answer of any size from memory, as the stack's limit."""

from collections.abc import Callable, Iterable
from typing import Any

from servicedesk import create_app
from servicedesk.server import serve

MEMORY = "/bench/memory/"


def with_memory(product: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Answers MEMORY and a size with so many bytes; everything else is the product's."""
    answers: dict[int, bytes] = {}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(MEMORY):
            return product(environ, start_response)
        size = int(path.removeprefix(MEMORY))
        body = answers.setdefault(size, b"x" * size)
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(size))])
        return [body]

    return answer


if __name__ == "__main__":
    app = create_app()
    app.wsgi_app = with_memory(app.wsgi_app)  # type: ignore[method-assign]
    serve(app)
