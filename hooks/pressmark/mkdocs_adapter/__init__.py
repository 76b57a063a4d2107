"""MkDocs as the host: its events, its settings and its server."""
