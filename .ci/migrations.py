"""Check that the migrations, run on an empty database of each kind, make exactly what the models say."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import databases, services  # noqa: E402

STEPS = (("db", "upgrade"), ("db", "check"))


def fits(address: str) -> bool:
    """Whether the migrations make what the models say; what flask says of it is shown where they do not."""
    for step in STEPS:
        command = [sys.executable, "-m", "flask", "--app", "app", *step]
        environment = os.environ | {"SERVICEDESK_ENV": "test", "SERVICEDESK_DATABASE_URL": address}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            return False
    return True


def main() -> int:
    wrong = 0
    for kind in databases.KINDS:
        try:
            with (
                tempfile.TemporaryDirectory() as folder,
                databases.empty(kind, Path(folder), "check") as address,
            ):
                good = fits(address)
                print(f"migrations {'match' if good else 'DO NOT MATCH'} the models on {kind}")
                wrong += not good
        except services.Missing as missing:
            print(f"migrations not checked on {kind}: {missing}")
            wrong += os.environ.get("CI") == "true"
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
