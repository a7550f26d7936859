"""Event chains: each event's hash covers the one before, so that no change or loss goes unseen.

Personal texts stand beside the payload; only their salted digests are hashed, so that a text can be erased
later and the chain still verifies, while a text that stands there can be checked against its digest.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson


def digests(texts: Mapping[str, str], salt: Callable[[], str]) -> dict[str, dict[str, str]]:
    """For each text a fresh salt (hex) and the SHA-256 over salt and text, in hex."""
    found = {}
    for name, words in texts.items():
        grain = salt()
        found[name] = {"salt": grain, "sha256": hashlib.sha256((grain + words).encode()).hexdigest()}
    return found


def link(
    previous: str,
    *,
    chain: str,
    seq: int,
    actor_id: int | None,
    action: str,
    payload: Mapping[str, Any],
    visible: bool,
    at: datetime,
    recorded_at: datetime,
) -> str:
    """The hash of an event: SHA-256 over the hash before it and all that the event says."""
    content = [chain, seq, actor_id, action, payload, visible, at.timestamp(), recorded_at.timestamp()]
    return hashlib.sha256(previous.encode() + _canonical(content)).hexdigest()


def _canonical(content: object) -> bytes:
    """JSON in the one form that is hashed: keys in order, no spaces, Chinese as it is."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


@dataclass(slots=True)
class Chain:
    """Where a chain ends: its name, how many events it has, and the hash of the last of them."""

    name: str
    length: int = 0
    head: str = ""

    def append(
        self,
        actor_id: int | None,
        action: str,
        at: datetime,
        recorded_at: datetime,
        payload: Mapping[str, Any],
        *,
        visible: bool = False,
    ) -> dict[str, Any]:
        """The next event by its columns, without texts and what it hangs on; the chain ends there now."""
        event: dict[str, Any] = {
            "chain": self.name,
            "seq": self.length + 1,
            "actor_id": actor_id,
            "action": action,
            "payload": payload,
            "visible": visible,
            "at": at,
            "recorded_at": recorded_at,
        }
        previous, self.head = self.head, link(self.head, **event)
        self.length += 1
        event["previous_hash"], event["hash"] = previous, self.head
        return event


def texts_fit(payload: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    """Whether every text that still stands is the one that was hashed (an erased one may be missing)."""
    known = payload.get("digests", {})
    return all(
        name in known
        and hashlib.sha256((known[name]["salt"] + words).encode()).hexdigest() == known[name]["sha256"]
        for name, words in texts.items()
    )


def seal(previous_digest: str, heads: Iterable[tuple[str, int, str]]) -> tuple[str, int, int]:
    """The seal over chain heads `(chain, events, hash)`, in order of chain: digest, chains, events."""
    digest, chains, events = hashlib.sha256(previous_digest.encode()), 0, 0
    for chain, count, head in heads:
        digest.update(f"{chain} {count} {head}\n".encode())
        chains, events = chains + 1, events + count
    return digest.hexdigest(), chains, events
