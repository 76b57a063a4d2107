"""Text primitives: bytes to lines, lines to blocks, words, dates, addresses."""
