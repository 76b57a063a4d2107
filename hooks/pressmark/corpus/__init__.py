"""The collection as it lies on disk: its files, settings and declared metadata."""
