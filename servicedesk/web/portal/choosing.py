"""Submitting, step 1: the plain words that fit, and the category, found by searching or by browsing."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_login import current_user

from servicedesk.languages import reads_chinese
from servicedesk.queries.categories import all_categories
from servicedesk.queries.drafts import find_draft
from servicedesk.rules.category_search import find
from servicedesk.rules.entries import ENTRIES, entry_of
from servicedesk.web.entries import entries
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.addresses import details_address, row_id

if TYPE_CHECKING:
    from servicedesk.models import Category

# What fits nowhere: the desk sorts it.
ANYTHING = "1503"
# Most categories are for this; their usual order is the best for it.
MOST_USUAL = "apply"


@blueprint.get("/submit")
def submit() -> str:
    """Step 1: the plain words that fit, and the category by searching or browsing."""
    draft = (
        find_draft(draft_id, current_user) if (draft_id := request.args.get("draft", type=row_id)) else None
    )
    given = request.args.get("entry", entry_of(draft.content.get("kind")) if draft else "")
    entry = given if given in ENTRIES else ""
    words = request.args.get("q", "").strip()[:100]
    categories = all_categories()
    leaves = _first_for(entry, [c for c in categories if c.parent_id is not None])
    return render_template(
        "portal/submit_what.html",
        entries=entries(),
        entry=entry,
        words=words,
        found=find(leaves, words),
        groups=_groups(entry, categories),
        anything=next((c for c in leaves if c.code == ANYTHING), None),
        draft=draft,
        address=lambda category: details_address(entry, category.code, draft.id if draft else None),
    )


@blueprint.app_template_filter()
def hint_of(category: "Category") -> str:
    """What belongs into a category, in the reader's language."""
    return category.hint_zh if reads_chinese() else category.hint_en


def _first_for(entry: str, categories: "Iterable[Category]") -> "list[Category]":
    """Those that are offered first under these words in front, else in their order."""
    return sorted(categories, key=lambda category: entry not in category.entries)


def _groups(entry: str, categories: "Sequence[Category]") -> "list[tuple[Category, list[Category]]]":
    """Each category of the first level with its own; those that are made for the words come first."""
    groups = [
        (group, _first_for(entry, [c for c in categories if c.parent_id == group.id]))
        for group in categories
        if group.parent_id is None
    ]
    if entry in ("", MOST_USUAL):
        return groups
    return sorted(groups, key=lambda pair: not _made_for(entry, pair[1]))


def _made_for(entry: str, leaves: "Sequence[Category]") -> bool:
    """Whether at least half of them are offered under these words before all others."""
    return 2 * sum(category.entries[:1] == [entry] for category in leaves) >= len(leaves)
