"""What can be chosen in a field of a form."""

from typing import Any

from wtforms import RadioField, SelectMultipleField

# The published types of the form library do not know its newest class yet.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

__all__ = ["NOTHING", "Offices", "RowsField", "SelectChoice"]

NOTHING = SelectChoice("", "")
"""The choice of nothing, on top of a list from which nothing has to be chosen."""


class RowsField(RadioField):
    """One of several possibilities that each have a row of their own."""


class Offices(SelectMultipleField):
    """Departments to be ticked: those that are proposed, and folded away the others."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *, proposed: int, **shared: Any) -> None:
        super().__init__(validate_choice=False, **shared)
        self.proposed = proposed

    @property
    def offered(self) -> list[Any]:
        """The boxes that stand open."""
        return list(self)[: self.proposed]

    @property
    def folded(self) -> list[Any]:
        """The boxes of all others."""
        return list(self)[self.proposed :]
