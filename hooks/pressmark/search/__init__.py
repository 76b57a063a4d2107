"""The search index: what it is made from, how it is built, how its files are written.

`entry` says what a document gives to search, `tokens` cuts one document into words, `build` turns
a stream of documents into the files that the engine in `web/` reads. The format
is described in `docs/guide/search-format.md`.
"""
