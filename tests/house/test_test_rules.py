"""What holds in every test: nothing leaves the machine, a warning is an error, the order is random."""

import asyncio
import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = "192.0.2.1"  # RFC 5737: an address that belongs to nobody


def test_a_connection_that_leaves_the_machine_is_refused() -> None:
    with socket.socket() as client, pytest.raises(SocketConnectBlockedError):
        client.connect((ELSEWHERE, 443))


async def test_a_connection_of_the_event_loop_that_leaves_the_machine_is_refused() -> None:
    with pytest.raises(SocketConnectBlockedError):
        await asyncio.open_connection(ELSEWHERE, 443)


async def test_a_connection_on_the_machine_is_allowed() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="something old"):
        warnings.warn("something old", UserWarning, stacklevel=1)


def test_the_order_is_random(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getoption("randomly_reorganize")
