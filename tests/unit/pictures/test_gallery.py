"""docs/gallery.md shows every kind of screen, and only pictures that are there."""

import re
from pathlib import Path

from tests.pictures.gallery.screens import DRAWN_BY

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "gallery.md").read_text()


def test_the_gallery_shows_every_kind_of_screen() -> None:
    assert set(re.findall(r"!\[(\w+)\]", PAGE)) == {one.__name__ for one in DRAWN_BY}


def test_the_gallery_has_every_picture_of_its_folder_once() -> None:
    shown = re.findall(r"\]\(images/gallery/([\w-]+\.png)\)", PAGE)
    assert sorted(shown) == sorted(path.name for path in (DOCS / "images/gallery").glob("*.png"))
