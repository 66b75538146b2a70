"""Writes a PO file the same way every time: no dates, one sentence on one line, in the catalogue's order."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Clearhour\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def write(path: Path, catalog: Catalog, language: str) -> None:
    """Writes the file where it differs, and its folder where it is new."""
    made = BytesIO()
    made.write(HEADER.format(language=language, plurals=catalog.plural_forms).encode())
    write_po(made, catalog, width=0, omit_header=True, no_location=True)
    wanted = made.getvalue().rstrip(b"\n") + b"\n"
    if not path.exists() or path.read_bytes() != wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted)
