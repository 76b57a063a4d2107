"""Clean: named rules that say which lines aren't part of the text. None deletes anything."""
