"""How reports write numbers: two decimals for a share, a dash where nothing was due, a sign for a change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from servicedesk.rules.report import Cell, ColumnKind, Ratio

NOTHING = "—"
"""Nothing was due: neither 0 % nor 100 %."""


def percent(numerator: int, denominator: int) -> str:
    """Such as 99.33%, rounded half up on whole numbers, so that no binary fraction tips it; else NOTHING."""
    if not denominator:
        return NOTHING
    return f"{_hundredths(numerator * 10000, denominator)}%"


def mean(numerator: int, denominator: int) -> str:
    """Such as 4.25."""
    return _hundredths(numerator * 100, denominator) if denominator else NOTHING


def points(now: Ratio, before: Ratio) -> int | None:
    """The change of a share in hundredths of a percent point, as the printed shares differ."""
    if not now.denominator or not before.denominator:
        return None
    return _rounded(now.numerator * 10000, now.denominator) - _rounded(
        before.numerator * 10000, before.denominator
    )


def written(cell: Cell, kind: ColumnKind, zone: ZoneInfo) -> str:
    """A cell as papers show it."""
    match kind, cell:
        case _, None:
            return NOTHING
        case "points", int():
            return f"{'+' if cell > 0 else '-' if cell else ''}{abs(cell) // 100}.{abs(cell) % 100:02d}"
        case "change", int():
            return f"{cell:+d}" if cell else "0"
        case _, Ratio():
            form = mean if kind == "mean" else percent
            return form(cell.numerator, cell.denominator)
        case _, datetime():
            return f"{cell.astimezone(zone):%Y-%m-%d %H:%M}"
        case _, date():
            return cell.isoformat()
    return str(cell)


def with_base(cell: Cell, kind: ColumnKind, zone: ZoneInfo) -> str:
    """The same; a share has its base behind it: 99.33% (597/601)."""
    shown = written(cell, kind, zone)
    if kind == "rate" and isinstance(cell, Ratio) and cell.denominator:
        return f"{shown} ({cell.numerator}/{cell.denominator})"
    return shown


def value(cell: Ratio) -> float | None:
    """What it is worth as a number; None where nothing was due."""
    return cell.numerator / cell.denominator if cell.denominator else None


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _hundredths(numerator: int, denominator: int) -> str:
    whole, rest = divmod(_rounded(numerator, denominator), 100)
    return f"{whole}.{rest:02d}"
