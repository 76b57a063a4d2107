"""Pressmark: a folder of raw text becomes a searchable archive."""

from pressmark.api import build_site, read, records
from pressmark.build.site import BuildResult
from pressmark.document import Document
from pressmark.errors import CuratorError
from pressmark.runtime.program import VERSION as __version__

__all__ = [
    "BuildResult",
    "CuratorError",
    "Document",
    "__version__",
    "build_site",
    "read",
    "records",
]
