"""Putting a report's words into the language in which it is written, whoever reads it."""

from collections.abc import Mapping

from flask_babel import force_locale

from servicedesk.languages import in_words
from servicedesk.rules.report import Document, said

LOCALES: Mapping[str, str] = {"zh": "zh_CN", "en": "en"}


def spoken(document: Document) -> Document:
    """The document in plain sentences of its own language; needs the app's context."""
    with force_locale(LOCALES[document.language]):
        return said(document, lambda words: str(in_words(words)))
