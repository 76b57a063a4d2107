"""Describe: what a text is (title, date, publisher …), each answer with its evidence."""
