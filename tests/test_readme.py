"""What the papers promise is there: commands, targets, paths, links, settings, accounts, words, calls."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from babel.messages.pofile import read_po
from click import Group
from flask import Flask

from servicedesk import reference
from servicedesk.config import Settings, load
from servicedesk.demo import words
from servicedesk.environment import ROOT
from servicedesk.operations.tokens import create_token
from servicedesk.rules import demo_accounts
from tests.cast import Cast
from tests.factories import NOW

READMES = ("README.md", "README.zh-CN.md")
PAPERS = (*READMES, "CHANGELOG.md", "docs/decisions.md", "docs/operations.md", "docs/workflow.md")
# Made at run time or by installing, so they are not in the tree.
MADE = ("var/", "static/vendor/", ".venv/", "wheels/")
IMAGES = ROOT / "docs" / "images"


def paper(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_in(name: str) -> Iterator[str]:
    """Everything that is written as code: blocks, line by line, and words in backticks."""
    content = paper(name)
    for block in re.findall(r"^```\w*\n(.*?)^```", content, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", content, flags=re.DOTALL | re.MULTILINE))


def section(name: str, heading: str) -> str:
    """The text under a heading of the second level."""
    return paper(name).split(f"\n## {heading}\n")[1].split("\n## ")[0]


def anchors(name: str) -> set[str]:
    """The anchors of a paper's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", paper(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# Commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_make_target_that_a_paper_names_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", paper("Makefile"), re.MULTILINE))
    named = {target for code in code_in(name) for target in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named <= targets, f"{name} names {named - targets}"


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.database("sqlite")
def test_every_command_that_a_paper_names_exists(name: str, app: Flask) -> None:
    for code in code_in(name):
        for line in re.findall(r"\bflask (?:--app app )?([a-z-]+(?: [a-z-]+)?)", code):
            first, *rest = line.split()
            command = app.cli.commands.get(first)
            assert command is not None, f"{name} names flask {first}"
            if isinstance(command, Group):
                assert rest, f"{name} names flask {first} without saying what of it"
                assert rest[0] in command.commands, f"{name} names flask {line}"


@pytest.mark.parametrize("name", PAPERS)
def test_every_path_that_a_paper_names_exists(name: str) -> None:
    tops = {path.name for path in ROOT.iterdir()}
    for code in code_in(name):
        for path in re.findall(r"(?<![\w./{<-])((?:[\w.-]+/)+[\w.-]*|[A-Z][\w.]+\.md|Makefile)", code):
            if path.split("/")[0] in tops and not path.startswith(MADE):
                assert (ROOT / path).exists(), f"{name} names {path}"


@pytest.mark.parametrize("name", PAPERS)
def test_every_link_within_the_papers_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", paper(name)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        goal = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert goal.exists(), f"{name} links to {target}"
        assert not anchor or anchor in anchors(str(goal.relative_to(ROOT))), f"{name} links to {target}"


# Settings ---------------------------------------------------------------------------------------


def settings_table() -> dict[str, str]:
    """Name and default of each setting, as the paper says."""
    rows = re.findall(r"^\| `SERVICEDESK_(\w+)` \| (.+?) \|", paper("docs/operations.md"), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "a setting stands twice in the table"
    return dict(rows)


def test_the_table_of_settings_names_every_setting_and_no_other() -> None:
    assert {name.lower() for name in settings_table()} == {field.name for field in fields(Settings)}


def test_the_defaults_in_the_table_are_those_that_hold() -> None:
    defaults = load({})
    for name, said in settings_table().items():
        if value := re.fullmatch(r"`([^`]+)`", said):
            assert str(getattr(defaults, name.lower())) == value[1], name
        elif said == "none":
            assert not getattr(defaults, name.lower()), name


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_names_a_setting_that_does_not_exist(name: str) -> None:
    named = {setting.lower() for setting in re.findall(r"SERVICEDESK_([A-Z_]+)", paper(name))}
    assert named <= {field.name for field in fields(Settings)}


# The demo ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READMES)
def test_the_demo_accounts_are_those_of_the_demo(name: str) -> None:
    heading = "Demo accounts" if name == "README.md" else "演示账号"
    told = set(re.findall(r"`([a-z_0-9]+)`", re.sub(r"\|[^|]*\|$", "", section(name, heading), flags=re.M)))
    assert told == set(demo_accounts.USERNAMES)
    staff = {person.username for person in words.staff()}
    assert {account for account in told if not account.startswith("enterprise")} <= staff
    assert f"`{demo_accounts.PASSWORD}`" in section(name, heading)


def words_of_pages() -> set[str]:
    """Everything that a button, a heading, an entry or a category may say, in both languages."""
    found = {word for c in reference.categories() for word in (c.name_zh, c.name_en)}
    found |= {word for entry in reference.entries() for word in (entry.zh, entry.en)}
    with open(ROOT / "servicedesk/translations/zh_CN/LC_MESSAGES/messages.po", "rb") as source:
        for message in read_po(source, locale="zh_CN", charset="utf-8"):
            found |= {str(message.id), str(message.string)}
    return found


@pytest.mark.parametrize(
    ("name", "heading", "quoted"),
    [
        ("README.md", "Five minutes", r"(?<!\*)\*([^*\n]+)\*(?!\*)"),
        ("README.zh-CN.md", "五分钟走一遍", "“([^”]+)”"),
    ],
)
def test_the_tour_says_what_stands_on_the_pages(name: str, heading: str, quoted: str) -> None:
    told = {word for found in re.findall(quoted, section(name, heading)) for word in found.split(" › ")}
    assert told
    assert told <= words_of_pages(), f"{name}: no page says {told - words_of_pages()}"


def test_the_tour_is_shown_in_small_pictures() -> None:
    pictures = sorted(IMAGES.glob("*")) if IMAGES.exists() else []
    shown = {name for readme in READMES for name in re.findall(r"docs/images/([\w.-]+)", paper(readme))}
    assert {picture.name for picture in pictures} == shown
    assert all(picture.stat().st_size <= 200_000 for picture in pictures)
    assert sum(picture.stat().st_size for picture in pictures) <= 1_500_000


# The house --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READMES)
def test_the_map_shows_every_room(name: str) -> None:
    rooms = {path.name for path in (ROOT / "servicedesk").iterdir() if path.is_dir() and path.name[0] != "_"}
    assert set(re.findall(r"^  ([a-z]+)/ ", paper(name), re.MULTILINE)) == rooms


def test_both_readmes_name_the_same_words_of_code_and_the_same_pages() -> None:
    english, chinese = (
        {
            code.split("#")[0].strip()
            for code in code_in(name)
            if re.match(r"[./\w-]+( [\w./-]+)*(  |$)", code)
        }
        for name in READMES
    )
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
@pytest.mark.database("sqlite")
def test_the_call_in_the_readme_makes_a_ticket(name: str, app: Flask, cast: Cast) -> None:
    body = json.loads(re.findall(r"curl .* -d '(\{.*?\})' ", paper(name))[0])
    headers = {"Authorization": f"Bearer {create_token('officer', NOW)}"}
    client = app.test_client()
    assert client.post("/api/v1/tickets", json=body, headers=headers).status_code == 201
    listed = client.get(re.findall(r'curl .*"http://[^/]+(/[^"]+)"', paper(name))[0], headers=headers)
    assert [item["title"] for item in listed.get_json()["items"]] == [body["title"]]
