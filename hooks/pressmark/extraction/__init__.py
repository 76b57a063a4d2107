"""Extraction: the article of a full-page scrape, its headline, date and authors."""
