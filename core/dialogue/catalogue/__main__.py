"""`make texts`: brings the PO files of every language up to date with the sentences, and says what is missing.

What was translated stays. A new sentence gets an empty msgstr, one whose English changed is marked fuzzy (and not used
until the mark is removed), one that is gone goes. `python -m core.dialogue.catalogue nl` begins a language.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from core.dialogue.catalogue import MODULES
from core.dialogue.catalogue.sentence import Counted
from core.dialogue.catalogue.translations import FOLDER, SOURCE, available, fits, read, usable
from core.dialogue.catalogue.writing import write


def ids(sentence: str) -> str | tuple[str, str]:
    """What stands in the PO file as msgid, and as msgid_plural for a sentence that counts."""
    return (sentence.one, str(sentence)) if isinstance(sentence, Counted) else sentence


def brought_up_to_date(old: Catalog, sentences: dict[str, str]) -> Catalog:
    """All sentences in their order, with what `old` has for them."""
    known = {message.context: message for message in old if message.id}
    new = Catalog(locale=old.locale)
    new.mime_headers = old.mime_headers
    for key, sentence in sentences.items():
        wanted, had = ids(sentence), known.get(key)
        if had is None:
            new.add(wanted, context=key)
            continue
        same, forms = had.id == wanted, had.string if isinstance(had.string, list | tuple) else (had.string or "",)
        plural = isinstance(wanted, tuple)
        string = tuple(forms) if plural == isinstance(had.string, list | tuple) else (forms[-1],) * new.num_plurals
        flags = had.flags if same or not usable(had) else had.flags | {"fuzzy"}
        new.add(wanted, string if plural else string[0], flags=flags, user_comments=had.user_comments, context=key)
    return new


def update(folder: Path, language: str) -> tuple[int, int, list[str]]:
    """Brings one language up to date. Gives how many sentences are translated, of how many, and which don't fit."""
    done, total, unfit = 0, 0, []
    for module, sentences in MODULES.items():
        path = folder / language / f"{module}.po"
        old = read(path) if path.exists() else Catalog(locale=language)
        new = brought_up_to_date(old, sentences)
        write(path, new, language)
        entries = [message for message in new if message.id]
        done, total = done + sum(map(usable, entries)), total + len(entries)
        unfit += [str(message.context) for message in entries if usable(message) and not fits(message)]
    for path in (folder / language).glob("*.po"):
        if path.stem not in MODULES:
            path.unlink()
    return done, total, unfit


def main(asked: list[str]) -> None:
    for language in sorted({*available(), *asked} - {SOURCE}):
        done, total, unfit = update(FOLDER, language)
        sys.stdout.write(f"{language}: {done} of {total} sentences, {100 * done // total} %\n")
        sys.stdout.writelines(
            f"{language}: {key} has other braces than the English, or too few forms\n" for key in unfit
        )


if __name__ == "__main__":
    main(sys.argv[1:])
