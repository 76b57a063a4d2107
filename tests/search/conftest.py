"""The browser's fixtures, for the tests of the search page."""

from __future__ import annotations

from tests.site.conftest import address, browser, http_url, open_page, transport, watch

__all__ = ["address", "browser", "http_url", "open_page", "transport", "watch"]
