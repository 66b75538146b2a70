"""The judges: Microsoft's own clients for Graph and a well-known third one, against the sandbox (docs/clients.md)."""
