"""The key that signs sessions and forms: made and kept for a demo, required and weighed in production."""

import os
import re
import secrets
from pathlib import Path

from servicedesk.environment import VAR, ConfigurationError

SHORTEST = 32
FEWEST_CHARACTERS = 12
KEPT = VAR / "secret_key"
# What stands in examples and manuals, and what people type instead of thinking.
GUESSABLE = re.compile(r"change.?me|secret|example|default|password|servicedesk", re.IGNORECASE)


def secret_key(given: str, env: str) -> str:
    """The key for this environment; raises ConfigurationError where production has none that is safe."""
    if env == "production":
        return _strong(given)
    return given or (_kept(KEPT) if env == "demo" else secrets.token_urlsafe(48))


def _strong(given: str) -> str:
    weak = len(given) < SHORTEST or len(set(given)) < FEWEST_CHARACTERS or GUESSABLE.search(given)
    if weak or (KEPT.exists() and given == _kept(KEPT)):
        raise ConfigurationError(
            f"SERVICEDESK_SECRET_KEY must be set in production, to a random text of at least {SHORTEST} "
            "characters that is not the demo's. Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return given


def _kept(path: Path) -> str:
    """The key in the file, made at the first start, so that a restart signs nobody out."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            # Several workers may start at once; linking lets the first one's key stand.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
