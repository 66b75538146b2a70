"""The stage of the sandbox's Microsoft 365, with the judge that listens to it."""

from tests.sandbox.m365.conftest import (
    _stage,
    ada,
    ben,
    every_answer_is_of_its_type,
    hook,
    order,
    sandbox,
)

__all__ = ["_stage", "ada", "ben", "every_answer_is_of_its_type", "hook", "order", "sandbox"]
