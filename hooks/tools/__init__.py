"""Developers' tools: they make the tables and scripts that Pressmark ships with."""
