"""What every template must hold to: the Content-Security-Policy, both languages, no outside address."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
# Shown when not even the catalogue can be asked, so it says everything twice.
WHEN_ALL_FAILS = ROOT / "templates/errors/plain.html"
PAGES = sorted((ROOT / "templates").rglob("*.html"))

INLINE = {
    r"\sstyle\s*=": "no inline style: the policy refuses it; use a class",
    r"<style\b": "no style element: put it into static/css/",
    r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")": "no inline script: put it into static/js/",
    r"\son[a-z]+\s*=\s*[\"']": "no event handler in the page: put it into static/js/",
    r"\shx-(on|vals=[\"']js)": "no script in htmx attributes: the policy refuses it",
    r"javascript:": "no javascript: address",
    r"(src|href|action)\s*=\s*[\"'](https?:)?//": "nothing from another host: every file is served from here",
}
CHINESE = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z]{2,}")
# The name of a language is always written in that language.
# Blocks that fill an attribute, not the page.
ATTRIBUTES = re.compile(r"\{% block (body_class|narrow) %\}.*?\{% endblock %\}")
FROM_CODE = "\x00"
AS_IT_IS = {"简体中文", "中文", "简", "English", "EN"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_remarks(source: str) -> str:
    """The source with remarks blanked, so that lines keep their numbers."""
    blank = lambda found: re.sub(r"[^\n]", " ", found[0])  # noqa: E731
    return re.sub(r"\{#.*?#\}|<!--.*?-->", blank, source, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_refuses(path: Path) -> None:
    source = without_remarks(path.read_text(encoding="utf-8"))
    wrong = [
        f"{name_of(path)}:{source.count(chr(10), 0, found.start()) + 1}: «{found[0].strip()}»: {remedy}"
        for pattern, remedy in INLINE.items()
        for found in re.finditer(pattern, source)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def bare_words(source: str) -> list[str]:
    """What a page shows, or says to a screen reader, without asking the catalogue."""
    shown, translated = "", False
    for _, kind, value in Environment().lex(ATTRIBUTES.sub("", without_remarks(source))):
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            shown += value
        elif kind in ("variable_begin", "block_begin"):
            shown += FROM_CODE
    said = re.findall(r"\s(?:title|placeholder|alt|aria-label)=\"([^\"]*)\"", shown)
    text = re.sub(r"<(script|code|kbd)\b.*?</\1>|<[^>]*>|&\w+;", "\n", shown, flags=re.DOTALL)
    parts = [part.replace(FROM_CODE, "").strip() for part in [*said, *text.split("\n")]]
    return [part for part in parts if part not in AS_IT_IS and (WORD.search(part) or CHINESE.search(part))]


@pytest.mark.parametrize("path", [path for path in PAGES if path != WHEN_ALL_FAILS], ids=name_of)
def test_every_word_of_a_page_comes_from_the_catalogue(path: Path) -> None:
    wrong = [
        f"{name_of(path)}: «{words}»: write {{{{ _(…) }}}}"
        for words in bare_words(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_icon_that_a_page_shows_is_in_the_sprite() -> None:
    listed = {line.strip() for line in (ROOT / "static/icons.txt").read_text(encoding="utf-8").splitlines()}
    wrong = [
        f"{name_of(path)}: add «{icon}» to static/icons.txt"
        for path in PAGES
        for icon in re.findall(r"\bicon\(\s*['\"]([a-z0-9-]+)['\"]", path.read_text(encoding="utf-8"))
        if icon not in listed
    ]
    assert not wrong, "\n" + "\n".join(wrong)
