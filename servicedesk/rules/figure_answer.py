"""A figure as programs read it, through the API and in reports."""

from typing import Any

from servicedesk.rules.figures import Figure


def figure_answer(figure: Figure, tickets: str) -> dict[str, Any]:
    """As JSON; `tickets` is the address of the list behind it."""
    return {
        "name": figure.name,
        "group": figure.group,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "parts": [{"name": name, "count": count} for name, count in figure.parts],
        "excluded": [{"reason": reason, "count": count} for reason, count in figure.excluded],
        "tickets": tickets,
    }
