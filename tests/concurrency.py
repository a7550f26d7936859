"""Doing several things at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask


def at_once(app: Flask, *works: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment, each as a request of its own; answers results and errors."""
    start = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        with app.app_context():
            start.wait()
            try:
                results[place] = works[place]()
            except Exception as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
