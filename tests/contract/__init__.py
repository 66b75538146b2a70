"""One suite per port, run against the fake, SQLite and PostgreSQL."""
