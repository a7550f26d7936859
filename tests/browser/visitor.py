"""Somebody at a browser: opens pages, fills in, presses, and reads; all by the words on the page.

Words are given as the English sentences of the catalogues, so that the same test runs in both languages.
"""

import gettext
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    StorageState,
    expect,
)

from servicedesk.environment import ROOT
from tests.factories import PASSWORD

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
_CATALOGUES = {"zh": "zh_CN", "en": "en"}
# Chromium also reports each refused form (422, 409) and each missing page (404) on the console; those
# answers are what the tests ask for.
_STATUS_OF_A_PAGE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def new_window(
    browser: Browser,
    size: dict[str, int],
    language: str,
    signed_in: StorageState | None = None,
    **options: Any,
) -> BrowserContext:
    """A window with cookies of its own."""
    return browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale=LOCALES[language],
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        storage_state=signed_in,
        **options,
    )


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = ROOT / "servicedesk" / "translations" / _CATALOGUES[language] / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def in_words_of(language: str, sentence: str, **given: str) -> str:
    """A sentence as the pages say it in `zh` or `en`."""
    said = _catalogue(language).gettext(sentence)
    return said % given if given else said


class Visitor:
    """A person in front of a browser window of their own."""

    def __init__(self, context: BrowserContext, address: str, language: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.language = language
        self.faults: list[str] = []
        self._address = address
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _STATUS_OF_A_PAGE.match(message.text):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        part = response.request.resource_type not in ("document", "xhr", "fetch")
        if response.status >= 500 or (part and response.status >= 400):
            self.faults.append(f"{response.url} answered {response.status}")

    def says(self, sentence: str, **given: str) -> str:
        """The sentence in the language of this visitor's pages."""
        return in_words_of(self.language, sentence, **given)

    # Doing ------------------------------------------------------------------------------------------

    def opens(self, path: str) -> int:
        """Go to a page; answers the status."""
        answer = self.page.goto(path if path.startswith("http") else self._address + path)
        assert answer
        return answer.status

    def signs_in(self, username: str, password: str = PASSWORD) -> None:
        """Sign in through the form."""
        self.opens("/login")
        self.fills("User name", username)
        self.fills("Password", password)
        self.main.get_by_role("button", name=self.says("Sign in"), exact=True).click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def fills(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.field(label).fill(value)

    def picks(self, label: str, value: str) -> None:
        """Choose from a list, by the code that it stands for."""
        self.field(label).select_option(value)

    def ticks(self, words: str, group: str = "") -> None:
        """Choose one of several answers, or tick a box; `group` is the question, where answers repeat."""
        place = self.main.get_by_role("group", name=self._begins(group)) if group else self.main
        # The label is what people touch; the circle itself may be hidden behind a picture.
        place.locator("label").filter(has_text=self._is(words)).first.click()

    def presses(self, button: str) -> None:
        """Press a button, by its words."""
        self.main.get_by_role("button", name=self._is(button)).locator("visible=true").first.click()

    def follows(self, link: str) -> None:
        """Follow a link, by its words."""
        self.main.get_by_role("link", name=self._is(link)).locator("visible=true").first.click()

    def unfolds(self, words: str) -> None:
        """Open what is folded away under these words."""
        self.main.locator("summary").filter(has_text=self._begins(words)).first.click()

    def attaches(self, *files: Path, to: str = "input[type=file]") -> None:
        """Choose files in the page's first picker."""
        self.page.locator(to).first.set_input_files(list(files))

    # Reading ----------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The page without its bars and menus."""
        return self.page.locator("main")

    def field(self, label: str) -> Locator:
        """The field with this label (also when a remark such as “optional” follows it)."""
        labels = self.main.locator("label[for]").filter(has_text=self._begins(label))
        return self.page.locator(f"#{labels.first.get_attribute('for')}")

    def sees(self, sentence: str, **given: str) -> None:
        """Wait until the page says this."""
        said = self.says(sentence, **given)
        expect(self.page.locator("body")).to_contain_text(said)

    def sees_not(self, sentence: str) -> None:
        """The page does not say this."""
        expect(self.page.locator("body")).not_to_contain_text(self.says(sentence))

    def sees_beside(self, label: str, sentence: str, **given: str) -> None:
        """The sentence stands beside this field as its error."""
        described = (self.field(label).get_attribute("aria-describedby") or "").split()
        errors = [self.page.locator(f"#{part}") for part in described if part.endswith("-error")]
        assert errors, f"no error beside “{self.says(label)}”"
        expect(errors[0]).to_contain_text(self.says(sentence, **given))

    def holds(self, label: str, value: str) -> None:
        """The field still has what was typed."""
        expect(self.field(label)).to_have_value(value)

    def settles(self) -> None:
        """Wait until nothing more is being fetched into the page, and its fonts and pictures are there."""
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def overflow(self) -> int:
        """How many pixels of the page stand out at the side."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def _is(self, sentence: str) -> "re.Pattern[str]":
        return re.compile(rf"^\s*{re.escape(self.says(sentence))}\s*$")

    def _begins(self, sentence: str) -> "re.Pattern[str]":
        return re.compile(rf"^\s*{re.escape(self.says(sentence))}")
