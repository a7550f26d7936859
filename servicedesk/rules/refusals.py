"""Why something is not done. Rules and operations raise these; pages and API turn them into words."""

from collections.abc import Mapping, Sequence

from servicedesk.rules.text import Text, text


class Refusal(Exception):
    """Nothing was changed, and `sentence` says why. `code` is what programs read."""

    code = "refused"

    def __init__(self, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NotFound(Refusal):
    """There is no such thing, or it is not the person's to see; the two are never told apart."""

    code = "not_found"

    def __init__(self, sentence: Text | None = None) -> None:
        super().__init__(sentence or text("This does not exist, or you may not see it."))


class NotAllowed(Refusal):
    """The person sees the subject but may not do this to it now; `actions` are those that are allowed."""

    def __init__(self, sentence: Text, actions: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.actions = tuple(actions)


class NotYours(NotAllowed):
    """Somebody else does this."""

    code = "not_yours"


class NotNow(NotAllowed):
    """The state of the matter does not allow it."""

    code = "not_now"


class Stale(NotNow):
    """The page was older than the matter: `events` is what happened meanwhile (newest last)."""

    code = "stale"

    def __init__(self, actions: Sequence[str] = (), events: Sequence[object] = ()) -> None:
        super().__init__(
            text("Somebody was faster: this matter has moved on since you opened the page."), actions
        )
        self.events = tuple(events)


class Conflict(Refusal):
    """The same key came with another content."""

    code = "conflict"


class Invalid(Refusal):
    """What was given cannot be taken; `errors` names each field and says why."""

    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[Text]]) -> None:
        super().__init__(text("Please check what you entered."))
        self.errors = {name: list(sentences) for name, sentences in errors.items()}


def invalid(field: str, sentence: Text) -> Invalid:
    """A refusal for one field."""
    return Invalid({field: [sentence]})
