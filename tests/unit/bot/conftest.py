"""What the tests of the program share."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs


@pytest.fixture
def quiet() -> Iterator[None]:
    """Logs are kept, not printed with coloured tracebacks."""
    with capture_logs():
        yield
