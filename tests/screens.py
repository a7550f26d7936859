"""Pictures of every page: `python -m tests.screens`, from a fresh demo of its own, into var/screens/.

Each page in both languages on a phone and at a desk. Says what fails on the way: errors of the console,
of the server, pages that stand out at the side; ends with 1 when there was any. Beginnings of names narrow
it: `python -m tests.screens desk- portal-`.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, StorageState, sync_playwright

from servicedesk.environment import VAR
from tests import live, services
from tests.browser.every_page import PLACES
from tests.browser.place import Found, Place
from tests.browser.visitor import CHROMIUM_OPTIONS, DESK, PHONE, Visitor, new_window
from tests.browser.zone import show_figures
from tests.live import Live

FOLDER = VAR / "screens"
TICKETS = 300
SIZES = {"390": PHONE, "1440": DESK}
LANGUAGES = ("zh", "en")


def main(names: Sequence[str]) -> int:
    """Take the pictures; answers the exit status."""
    wanted = [place for place in PLACES if not names or place.name.startswith(tuple(names))]
    if not names:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = live.settings_in(folder)
        live.prepare(settings, ("db", "upgrade"), ("init",), ("demo", "--tickets", str(TICKETS)))
        with live.serving(settings, folder) as here, sync_playwright() as driver:
            show_figures(here)
            browser = driver.chromium.launch(executable_path=services.chromium(), args=CHROMIUM_OPTIONS)
            faults = Photographer(browser, here).take(wanted)
            browser.close()
    print(f"{len(wanted)} pages, {len(wanted) * len(SIZES) * len(LANGUAGES)} pictures in {FOLDER}")
    print("\n".join(faults) or "nothing wrong")
    return 1 if faults else 0


class Photographer:
    """Goes to every page as whoever reads it."""

    def __init__(self, browser: Browser, here: Live) -> None:
        self._browser = browser
        self._here = here
        self._signed_in: dict[str, StorageState] = {}
        self._found: Found = {}

    def take(self, places: Sequence[Place]) -> list[str]:
        """A picture of each place in each language and size; answers what was wrong."""
        faults: list[str] = []
        for language in LANGUAGES:
            for width, size in SIZES.items():
                for who in dict.fromkeys(place.who for place in places):
                    visitor = self._visitor(who, size, language)
                    for place in (place for place in places if place.who == who):
                        faults += self._picture(visitor, place, f"{place.name}-{language}-{width}")
                    visitor.page.context.close()
        return faults

    def _visitor(self, who: str, size: dict[str, int], language: str) -> Visitor:
        context = new_window(self._browser, size, language, self._signed_in.get(who))
        visitor = Visitor(context, self._here.address, language)
        if who and who not in self._signed_in:
            visitor.signs_in(who)
            self._signed_in[who] = context.storage_state()
        return visitor

    def _picture(self, visitor: Visitor, place: Place, name: str) -> list[str]:
        try:
            status = place.visit(visitor, self._found)
        except LookupError as missing:
            return [str(missing)]
        visitor.settles()
        visitor.page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
        faults = [f"{name}: {fault}" for fault in visitor.faults]
        visitor.faults.clear()
        if status != place.status:
            faults.append(f"{name}: answered {status}")
        if out := visitor.overflow():
            faults.append(f"{name}: stands out by {out} px")
        return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
