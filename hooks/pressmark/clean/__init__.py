"""Cleaning: named rules that name lines which aren't part of the text. None deletes anything."""
