"""The forms of the pages, one file per blueprint, and what they share."""

from flask_wtf import FlaskForm

from servicedesk.languages import say
from servicedesk.rules.files import EXTENSIONS
from servicedesk.rules.refusals import Invalid

ACCEPT = "image/*," + ",".join(f".{extension}" for extension in EXTENSIONS)
"""What a file field offers to choose; what is really taken, the rules decide by the content."""


class Needed:
    """Marks a field that must be filled in, for the reader; that it is, the rules check."""

    field_flags = {"required": True}

    def __call__(self, form: object, field: object) -> None:
        """Nothing is checked here."""


class Form(FlaskForm):
    """A form that can also carry what an operation refused."""

    def refuse(self, refusal: Invalid, names: dict[str, str] | None = None) -> None:
        """Put the refusal's sentences beside their fields; those of no field go on top.

        `names` maps names in the refusal to names of fields where they differ.
        """
        for name, sentences in refusal.errors.items():
            words = [say(sentence) for sentence in sentences]
            field = self._fields.get((names or {}).get(name, name))
            if field is None:
                self.form_errors.extend(words)
            else:
                field.errors = [*field.errors, *words]


def seen_version(typed: str | None) -> int:
    """The version that a page showed, out of its hidden field; 0 where there is none or no number."""
    given = typed or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 0
