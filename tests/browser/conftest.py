"""One server and one Chromium for all tests of the browser; each visitor has a window of their own."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests import live
from tests.browser.visitor import CHROMIUM_OPTIONS, DESK, Visitor, new_window
from tests.live import Live

if TYPE_CHECKING:
    from tests.browser.zone import Zone

Meet = Callable[..., Visitor]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with reference data and the cast."""
    folder = tmp_path_factory.mktemp("served")
    settings = live.settings_in(folder)
    live.prepare(settings, ("db", "upgrade"), ("init",))
    with live.serving(settings, folder) as here:
        yield here


@pytest.fixture(scope="session")
def zone(served: Live) -> "Zone":
    """Everybody of the cast, and matters at any stage."""
    from tests.browser.zone import Zone

    return Zone(served)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium of the machine."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, StorageState]:
    """The cookies of those who have signed in once."""
    return {}


@pytest.fixture
def meet(browser: Browser, served: Live, zone: "Zone", signed_in: dict[str, StorageState]) -> Iterator[Meet]:
    """Open a window for somebody of the cast (or nobody); at the end no window may have had a fault."""
    met: list[Visitor] = []

    def visitor(
        username: str = "", size: dict[str, int] | None = None, language: str = "zh", **options: Any
    ) -> Visitor:
        context = new_window(browser, size or DESK, language, signed_in.get(username), **options)
        person = Visitor(context, served.address, language)
        met.append(person)
        if username and username not in signed_in:
            person.signs_in(username)
            signed_in[username] = context.storage_state()
        return person

    yield visitor
    for person in met:
        with suppress(Exception):
            person.page.context.close()
    faults = [fault for person in met for fault in person.faults]
    if faults:
        said = served.log.read_text().splitlines()[-40:]
        raise AssertionError("\n".join([*faults, "The server said last:", *said]))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of the place."""
    from tests.rules.documents import png

    path = tmp_path / "车间照片.png"
    path.write_bytes(png())
    return path


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter as PDF."""
    from tests.rules.documents import PDF

    path = tmp_path / "情况说明.pdf"
    path.write_bytes(PDF)
    return path
