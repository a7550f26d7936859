"""Tests cannot talk to other machines."""

import socket

import pytest

from tests.outside import ReachedOutside


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as stranger, pytest.raises(ReachedOutside):
        stranger.connect(("192.0.2.1", 80))


def test_the_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(ReachedOutside):
        socket.create_connection(("service.invalid", 80))


def test_this_machine_may_be_talked_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
