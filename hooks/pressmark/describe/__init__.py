"""Describe: reads the fields of a record (title, date, publisher …), each with its evidence."""
