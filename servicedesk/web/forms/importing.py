"""The form with which past matters are imported: a file, and the map of its columns."""

import json
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField

from servicedesk.rules.files import LARGEST
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice

OWN = ""
"""The choice of a map that is uploaded."""
LARGEST_MAP = 1_000_000


class ImportForm(Form):
    """A file, and one of the stored maps or one's own."""

    file = FileField(
        _l("File with past matters"),
        [Needed()],
        description=_l(
            "CSV (UTF-8 or GB 18030) or Excel (.xlsx): a row for each matter, the columns' names on top."
        ),
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )
    chosen = SelectField(
        _l("Map of the columns"), [Needed()], default="template_map.json", validate_choice=False
    )
    map = FileField(
        _l("Or a map of your own"),
        description=_l("A JSON file; it counts where you choose one."),
        render_kw={"accept": ".json"},
    )

    def offer(self, names: Sequence[str]) -> None:
        """The stored maps."""
        own = SelectChoice(OWN, gettext("my own, chosen below"))
        self.chosen.choices = [*(SelectChoice(name, name) for name in names), own]

    def content(self) -> tuple[str, bytes] | None:
        """Name and bytes of the file; None, with the reason beside it, where none was chosen."""
        sent = self.file.data
        if sent is None or not sent.filename:
            self.file.errors = [*self.file.errors, gettext("Please choose a file.")]
            return None
        return sent.filename, sent.read(LARGEST + 1)

    def own_map(self) -> bytes | None:
        """The map that came with the form."""
        sent = self.map.data
        return sent.read(LARGEST_MAP) if sent is not None and sent.filename else None

    def read_map(self, written: bytes | None) -> Any:
        """The map's JSON; None, with the reason beside it, where it is none."""
        if written is None:
            self.map.errors = [*self.map.errors, gettext("Please choose a map.")]
            return None
        try:
            return json.loads(written.decode("utf-8-sig"))
        except (ValueError, RecursionError) as wrong:
            # `RecursionError`: brackets in brackets, thousands deep.
            sentence = gettext("The map is not JSON: %(reason)s", reason=str(wrong))
            self.map.errors = [*self.map.errors, sentence]
            return None
