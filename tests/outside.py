"""Tests reach nothing outside this machine: connections and look-ups of names elsewhere are refused."""

import ipaddress
import socket
from typing import Any

import pytest


class ReachedOutside(AssertionError):
    """A test wanted to talk to another machine."""


def refuse(patch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to this machine alone, for as long as `patch` lasts."""
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _allow(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _allow(self.family, address)
        return connect_ex(self, address)

    def guarded_resolve(host: Any, *rest: Any, **named: Any) -> Any:
        if host and not _is_here(host):
            raise ReachedOutside(f"a test looked up {host!r}; give it a part that runs on this machine")
        return resolve(host, *rest, **named)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_resolve)


def _allow(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise ReachedOutside(f"a test connected to {address!r}; give it a part that runs on this machine")


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
