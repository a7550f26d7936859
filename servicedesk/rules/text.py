"""Sentences that a rule wants a person to read, before they are put into the person's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that is stored under a Chinese and an English name, inside a sentence."""

    name_zh: str
    name_en: str

    def __str__(self) -> str:
        return self.name_en


@dataclass(frozen=True, slots=True)
class Listed:
    """Things one after the other inside a sentence, with the commas of the reader's language."""

    things: Sequence[object]

    def __str__(self) -> str:
        return ", ".join(str(thing) for thing in self.things)


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence (the gettext msgid) with `%(name)s` places and what goes into them.

    Rules do not know the reader's language; `servicedesk.languages.say` puts the sentence into it.
    A value may itself be a Text, Named, Listed, a day, a moment, a Period or a Budget, and is then put into
    the language first.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % {k: str(v) for k, v in self.params.items()} if self.params else self.msgid


def text(msgid: str, **params: object) -> Text:
    """Mark `msgid` for translation and keep what belongs into its places."""
    return Text(msgid, params)


def stored(sentence: Text) -> list[object]:
    """A sentence as JSON, `[msgid, params]`; a sentence inside it likewise, any other thing in words."""
    params = {
        name: stored(value) if isinstance(value, Text) else value if isinstance(value, int) else str(value)
        for name, value in sentence.params.items()
    }
    return [sentence.msgid, params]


def restored(written: Sequence[Any]) -> Text:
    """The sentence that `stored` wrote."""
    msgid, params = written
    return Text(msgid, {name: restored(v) if isinstance(v, list) else v for name, v in params.items()})
