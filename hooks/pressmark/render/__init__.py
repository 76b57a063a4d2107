"""Render: from documents to pages, records, citations and feeds. Pure: nothing is written here."""
