"""Passwords: which are good enough, and how long somebody waits who guesses."""

import re
from datetime import timedelta
from hashlib import sha256

from servicedesk.rules.text import Text, text

SHORTEST = 10
LONGEST = 128
KINDS_OF_CHARACTERS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
FEWEST_KINDS = 3

FREE_TRIES = 5
"""So many wrong passwords in a row cost nothing: people mistype."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
"""Long enough to make guessing hopeless, short enough that nobody can keep another out for a day."""


def faults(password: str, username: str) -> list[Text]:
    """What is wrong with a new password; an empty list when nothing is."""
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append(text("A password has %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST))
    if sum(bool(re.search(kind, password)) for kind in KINDS_OF_CHARACTERS) < FEWEST_KINDS:
        found.append(
            text("A password mixes at least three of: small letters, capital letters, digits, other signs.")
        )
    if username and username.lower() in password.lower():
        found.append(text("A password does not contain the user name."))
    if len(set(password)) < SHORTEST // 2:
        found.append(text("A password does not repeat the same few characters."))
    return found


def wait_after(failures: int) -> timedelta:
    """How long signing in rests after so many wrong passwords in a row; each further one doubles it."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def mark(password_hash: str) -> str:
    """A short sign of the present password, kept in sessions: a new password ends the older ones."""
    return sha256(password_hash.encode()).hexdigest()[:16]
