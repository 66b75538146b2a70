"""What a log of the bot must never hold."""

import re

from tests.driving.programs import Bot

FAULTS = re.compile(
    r"Traceback \(most recent call last\)|answer_failed|request_failed|jobs_turn_failed|job_failed|problem_not_said"
)
SECRETS = re.compile(
    r"xox[abpe]-|eyJ[\w-]{10,}|[\w.+-]+@(?:contoso|outlook|slackmail)[\w.]*|/connect/[\w-]{20,}|(?:code|state)=[\w.-]{6,}"
)
SEEDED = ("Roadmap writing", "Vendor demo", "Pottery class", "School run", "Dentist", "Ada Lindqvist", "Ben Okafor")


def no_fault(text: str) -> list[str]:
    """Lines that tell of a fault of ours: a traceback, a job that failed, an answer that was not given."""
    return [line[:400] for line in text.splitlines() if FAULTS.search(line)]


def no_secret(text: str, bot: Bot, *poison: str) -> list[str]:
    """Lines with tokens, secrets, addresses, names or titles."""
    secrets = [value for key, value in bot.environment.items() if value and re.search("SECRET|TOKEN|KEYS", key)]
    forbidden = (*SEEDED, *secrets, *poison)
    return [
        line[:400]
        for line in text.splitlines()
        if SECRETS.search(line) or any(one.casefold() in line.casefold() for one in forbidden)
    ]
