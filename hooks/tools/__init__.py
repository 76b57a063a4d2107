"""Developers' tools: they write the tables and scripts that Pressmark ships with."""
