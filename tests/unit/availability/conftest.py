"""Random requests whose right answer is known; made once, for the engine and for all wrong engines."""

from random import Random

import pytest

from tests.unit.availability.oracle import Oracle
from tests.unit.availability.random_requests import random_request
from tests.unit.availability.telling_requests import TELLING


@pytest.fixture(scope="session")
def known() -> list[Oracle]:
    """Some eighty requests with the oracle's answers."""
    return [Oracle(request) for request in (*TELLING, *(random_request(Random(seed)) for seed in range(100)))]
