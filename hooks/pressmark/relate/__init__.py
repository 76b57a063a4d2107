"""Relate: relations and fields that are computed from all documents together."""
