"""The catalogues of messages, each loaded once in a process."""

from functools import lru_cache

from babel.support import NullTranslations, Translations
from flask import current_app, has_app_context
from flask_babel import Domain, get_locale

from servicedesk.languages import LANGUAGES


class Catalogues(Domain):
    """The catalogue of the reader's language.

    Babel calls our Chinese zh_Hans_CN, and gettext would not find that in the folder zh_CN: the language
    alone decides.
    """

    def get_translations(self) -> NullTranslations:
        """The messages in the reader's language; in English, and outside an app, they are the msgids."""
        locale = get_locale() if has_app_context() else None
        if locale is None:
            return NullTranslations()
        code = next((code for code in LANGUAGES if code.split("_")[0] == locale.language), "en")
        return _catalogue(str(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]), code)


@lru_cache(maxsize=16)
def _catalogue(folder: str, code: str) -> NullTranslations:
    return Translations.load(folder, [code])
