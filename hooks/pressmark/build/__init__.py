"""A build of a site: the two passes over a collection, and what is reused of the previous site."""
