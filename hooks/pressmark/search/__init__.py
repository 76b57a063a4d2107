"""The search index: cuts documents into words, sorts them, and writes the files of the index.

A `SearchDocument` is the input; `tokens` cuts documents into words, `build` turns a stream of
documents into the files that the engine in `web/` reads. `docs/guide/search-format.md` describes
the format.
"""
