"""`flask worktime` as other programs call it."""

import json

from flask import Flask

from servicedesk.cli.worktime import worktime

INLINE = {"timezone": "Asia/Shanghai", "weekly": {"mon": [["08:30", "12:00"], ["14:00", "17:30"]]}}


def lines(*questions: object) -> str:
    return "".join(f"{json.dumps(question)}\n" for question in questions)


def test_it_prints_one_line_for_each_line() -> None:
    app = Flask(__name__)  # a calendar that stands in the question needs no database
    question = {"op": "add", "start": "2026-11-23T11:00:00", "seconds": 3600, "calendar": INLINE}
    done = app.test_cli_runner().invoke(worktime, input=lines(question) + "nonsense\n" + lines(question))
    assert done.exit_code == 0
    answers = [json.loads(line) for line in done.output.splitlines()]
    result = {"result": "2026-11-23T12:00:00+08:00"}
    assert answers == [result, {"error": "The line is not JSON."}, result]


def test_nothing_asked_is_nothing_answered() -> None:
    done = Flask(__name__).test_cli_runner().invoke(worktime, input="")
    assert (done.exit_code, done.output) == (0, "")


def test_stored_calendars_are_known_by_name(app: Flask) -> None:
    start = "2026-09-30T17:00:00"
    questions = [
        {"op": "working_days", "start": start, "days": 1, "calendar": name} for name in ("zone", "moon")
    ]
    done = app.test_cli_runner().invoke(args=["worktime"], input=lines(*questions))
    answers = [json.loads(line) for line in done.output.splitlines()]
    assert answers == [{"result": "2026-10-08T17:30:00+08:00"}, {"error": "There is no calendar 'moon'."}]
