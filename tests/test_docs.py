"""The page about the workflow says what the table says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_of_the_workflow_is_what_the_table_says() -> None:
    compared = subprocess.run(
        [sys.executable, ".ci/workflow_doc.py", "check"], cwd=ROOT, capture_output=True, text=True
    )
    assert compared.returncode == 0, compared.stderr or "run .venv/bin/python .ci/workflow_doc.py"
