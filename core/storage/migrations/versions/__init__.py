"""Alembic's scripts. Version files say their order: 0001_..., 0002_... Never edit one that was released."""
