"""Pressmark: a folder of raw text becomes a searchable archive."""

__version__ = "0.1.0"
