"""Pressmark: a folder of raw text becomes a searchable archive."""

from pressmark.runtime.program import VERSION as __version__

__all__ = ["__version__"]
