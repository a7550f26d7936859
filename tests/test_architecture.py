"""The arrows between the rooms, and the habits that keep the house readable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "servicedesk"

# Which rooms a room may ask. A name without a folder is a module beside the rooms.
MAY_ASK = {
    "rules": set(),
    "models": {"rules", "extensions"},
    "queries": {"rules", "models", "extensions"},
    "adapters": {"rules", "environment"},
    "reference": {"rules"},
    "documents": {"rules", "languages"},
    "operations": {"rules", "models", "queries", "adapters", "reference", "extensions"},
    "demo": {"rules", "models", "queries", "operations", "reference", "extensions"},
    "jobs": {"rules", "models", "queries", "operations", "adapters", "documents", "extensions", "wallclock"},
    "web": {
        "rules",
        "documents",
        "reference",
        "queries",
        "operations",
        "adapters",
        "extensions",
        "languages",
        "wallclock",
        "environment",
    },
    "api": {
        "rules",
        "queries",
        "operations",
        "extensions",
        "languages",
        "wallclock",
        "environment",
        "database",
    },
}
MAY_ASK["cli"] = set().union(*MAY_ASK.values(), {"reference", "demo", "jobs"}) - {"web", "api"}
# Libraries that a room may not use, and what to do instead.
FORBIDDEN = {
    "rules": (
        {"flask", "flask_sqlalchemy", "flask_babel", "flask_login", "sqlalchemy", "wtforms", "os", "pathlib",
         "io", "socket", "subprocess", "time", "random", "secrets", "logging", "threading"},
        "a rule takes facts and `now` and gives back values; let an operation do the rest",
    ),
    "models": ({"flask", "flask_babel"}, "a model holds columns; say words in web or api"),
    "queries": ({"flask", "flask_login", "flask_babel"}, "take the person and the filters as arguments"),
    "documents": (
        {"flask", "flask_sqlalchemy", "flask_login", "sqlalchemy", "wtforms"},
        "a document takes values and words and gives back bytes",
    ),
    "operations": ({"flask", "flask_login", "flask_babel"}, "take `by` and `now` as arguments"),
    "web": ({"sqlalchemy", "flask_sqlalchemy"}, "ask a query, call an operation"),
    "api": ({"sqlalchemy", "flask_sqlalchemy"}, "ask a query, call an operation"),
}  # fmt: skip
EXCEPTIONS = {
    ("servicedesk/operations/events.py", "wallclock"): "an event also keeps when it was written down",
    ("servicedesk/web/errors.py", "database"): "what failed is given up before the page that says so",
    ("servicedesk/api/problems.py", "database"): "what failed is given up before the answer that says so",
    ("servicedesk/rules/containers.py", "io"): "zipfile reads only streams; the bytes are in memory already",
}
READS_TIME = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
MODULES = sorted(HOUSE.rglob("*.py"))
EVERYTHING = MODULES + sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / ".ci").rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str | None:
    parts = path.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else None


def for_types_only(tree: ast.Module) -> set[ast.AST]:
    """The nodes under `if TYPE_CHECKING:`."""
    blocks = (
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    )
    return {inner for block in blocks for inner in ast.walk(block)}


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, module and name of everything imported at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = for_types_only(tree)
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: import from servicedesk by its full name"
            yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)


def excepted(path: Path) -> set[str]:
    return {asked for file, asked in EXCEPTIONS if file == name_of(path)}


def wrong_imports(path: Path, room: str) -> Iterator[str]:
    libraries, remedy = FORBIDDEN.get(room, (set(), ""))
    for line, module, name in imports(path):
        top, *rest = module.split(".")
        asked = rest[0] if rest else name
        if top in libraries - excepted(path):
            yield f"{name_of(path)}:{line}: {room} must not use {top}: {remedy}"
        elif top == "servicedesk" and asked != room and asked not in MAY_ASK[room] | excepted(path):
            allowed = ", ".join(sorted(MAY_ASK[room])) or "nothing else"
            yield f"{name_of(path)}:{line}: {room} must not import {asked}; it may ask {allowed}"
        elif module == "servicedesk.extensions" and name == "db" and room in ("web", "api"):
            yield f"{name_of(path)}:{line}: {room} must not hold the database: ask a query, call an operation"


def test_the_arrows_between_the_rooms_point_one_way() -> None:
    rooms = ((path, room_of(path)) for path in MODULES)
    wrong = [fault for path, room in rooms if room for fault in wrong_imports(path, room)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_room_has_its_arrows() -> None:
    rooms = {room for path in MODULES if (room := room_of(path))}
    assert rooms <= MAY_ASK.keys(), f"say in MAY_ASK what {rooms - MAY_ASK.keys()} may ask"


def test_the_clock_on_the_wall_is_read_in_one_place() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}: reads the time; take `now` as an argument"
        for path in MODULES
        if path.name != "wallclock.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READS_TIME
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time", "func", "dt"}
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_a_file_stays_small_and_has_a_name_of_its_own(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300, f"{name_of(path)} has {lines} lines: it holds two nouns, give each its file"
    assert path.stem not in {"util", "utils", "helper", "helpers", "common", "misc"}, (
        f"{name_of(path)}: name the file after what it knows"
    )


def test_what_is_skipped_says_what_it_lacks() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}: say which program is missing"
        for path in EVERYTHING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("pytest.skip", "mark.skip", "mark.skipif"))
        and not any(keyword.arg == "reason" for keyword in node.keywords)
        and not (node.args and ast.unparse(node.func) == "pytest.skip" and ast.unparse(node.args[0]) != "''")
    ]
    assert not wrong, "\n" + "\n".join(wrong)
