"""What is typed is kept, right or wrong, until it is sent."""

from datetime import timedelta
from typing import Any

import pytest

from servicedesk.operations.drafts import MOST_DRAFTS, discard, save_draft
from servicedesk.queries.drafts import drafts_of, find_draft
from servicedesk.rules.refusals import Invalid, NotFound
from tests.cast import Cast
from tests.factories import NOW, make_person, matter

LATER = NOW + timedelta(hours=1)


def test_a_draft_keeps_what_was_typed(cast: Cast) -> None:
    draft = save_draft(cast.enterprise, NOW, matter())
    assert find_draft(draft.id, cast.enterprise).content == matter()
    assert (draft.created_at, draft.updated_at) == (NOW, NOW)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"title": ""},
        {"contact": {"phone": "110"}, "category": "no such"},
        {"fields": {"amount": "很多"}, "external_due": "soon"},
    ],
)
def test_a_draft_need_not_be_right_yet(cast: Cast, content: dict[str, Any]) -> None:
    draft = save_draft(cast.enterprise, NOW, content)
    assert find_draft(draft.id, cast.enterprise).content == content


def test_a_draft_is_saved_again_in_its_place(cast: Cast) -> None:
    first = save_draft(cast.enterprise, NOW, matter())
    again = save_draft(cast.enterprise, LATER, matter(title="改过的标题"), first.id)
    assert again.id == first.id
    assert again.content["title"] == "改过的标题"
    assert (again.created_at, again.updated_at) == (NOW, LATER)


def test_drafts_stand_in_the_order_of_their_last_change(cast: Cast) -> None:
    first, second = (save_draft(cast.enterprise, NOW, matter()) for _ in range(2))
    assert drafts_of(cast.enterprise) == [second, first]
    save_draft(cast.enterprise, LATER, {}, first.id)
    assert drafts_of(cast.enterprise) == [first, second]


def test_drafts_are_their_writers_alone(cast: Cast) -> None:
    draft = save_draft(cast.enterprise, NOW, matter())
    colleague = make_person("enterprise", enterprise=cast.enterprise.enterprise)
    for other in (colleague, cast.enterprise2, cast.officer, cast.admin):
        assert not drafts_of(other)
        with pytest.raises(NotFound):
            find_draft(draft.id, other)
        with pytest.raises(NotFound):
            save_draft(other, LATER, {}, draft.id)
        with pytest.raises(NotFound):
            discard(other, LATER, draft.id)
    assert find_draft(draft.id, cast.enterprise).content == matter()


def test_the_desk_keeps_drafts_too(cast: Cast) -> None:
    draft = save_draft(cast.officer, NOW, {"channel": "phone", "enterprise": {"name": "新辰电子"}})
    assert drafts_of(cast.officer) == [draft]


def test_a_draft_thrown_away_is_gone(cast: Cast) -> None:
    draft_id = save_draft(cast.enterprise, NOW, matter()).id
    discard(cast.enterprise, NOW, draft_id)
    with pytest.raises(NotFound):
        find_draft(draft_id, cast.enterprise)


def test_at_most_twenty_drafts_are_kept(cast: Cast) -> None:
    drafts = [save_draft(cast.enterprise, NOW, {}) for _ in range(MOST_DRAFTS)]
    with pytest.raises(Invalid) as refused:
        save_draft(cast.enterprise, NOW, {})
    assert "20 drafts" in str(refused.value.errors["draft"][0])
    save_draft(cast.enterprise, LATER, {}, drafts[0].id)
    save_draft(cast.enterprise2, NOW, {})
    discard(cast.enterprise, NOW, drafts[0].id)
    save_draft(cast.enterprise, NOW, {})


def test_an_unknown_name_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        save_draft(cast.enterprise, NOW, matter(state="closed"))
    assert set(refused.value.errors) == {"state"}
    assert not drafts_of(cast.enterprise)


def test_a_draft_is_no_store_for_books(cast: Cast) -> None:
    save_draft(cast.enterprise, NOW, matter(description="长" * 60_000))
    with pytest.raises(Invalid):
        save_draft(cast.enterprise, NOW, matter(description="长" * 70_000))
