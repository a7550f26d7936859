"""Fifty matters as enterprises bring them go in through the API and are proposed to the right leads."""

import csv
from pathlib import Path

import pytest

from tests.api.conftest import As

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "matters.csv"


@pytest.mark.skipif(not FILE.exists(), reason="shared/data/matters.csv does not lie beside the project")
def test_every_matter_goes_in_and_is_proposed_to_its_expected_lead(as_: As) -> None:
    officer = as_("officer")
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    proposed = []
    for row in rows:
        given = {name: row[name] for name in ("channel", "kind", "category", "title", "description")} | {
            "urgent": row["urgent"] == "1",
            "confidential": row["confidential"] == "1",
            "enterprise": {"name": row["enterprise"], "credit_code": row["credit_code"]},
        }
        new = officer.post("/tickets", given)
        assert new.status_code == 201, (row["title"], new.text)
        ticket = officer.get(f"/tickets/{new.get_json()['number']}").get_json()
        proposed.append((row["title"], ticket["proposal"]["lead"]["name"]))
    assert proposed == [(row["title"], row["expected_lead"]) for row in rows]
