"""Relate: what only the whole corpus can say."""
