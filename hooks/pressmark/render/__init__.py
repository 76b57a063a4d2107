"""Render documents as pages, records, citations and feeds. Functions here write no files."""
