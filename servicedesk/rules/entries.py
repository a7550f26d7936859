"""The plain words with which an enterprise begins (ask, apply, complain, suggest), and the kind they make.

Officers may set another kind when they accept the matter.
"""

_KIND_OF_ENTRY = {"ask": "consultation", "apply": "request", "complain": "complaint", "suggest": "suggestion"}
_ENTRY_OF_KIND = {
    "consultation": "ask",
    "request": "apply",
    "service": "apply",
    "complaint": "complain",
    "report": "complain",
    "suggestion": "suggest",
    "praise": "suggest",
}
# Some categories say by themselves what the matter is: demanding favours is a clue of misconduct.
_KIND_OF_CATEGORY = {("complain", "1406"): "report", ("suggest", "1502"): "praise"}

ENTRIES = tuple(_KIND_OF_ENTRY)


def kind_of(entry: str, category: str) -> str:
    """The kind of a matter that began with these words in this category; raises KeyError for no entry."""
    return _KIND_OF_CATEGORY.get((entry, category)) or _KIND_OF_ENTRY[entry]


def entry_of(kind: str | None) -> str:
    """The words that a matter of this kind began with; without a kind, those of most matters."""
    return _ENTRY_OF_KIND.get(kind or "", "apply")
