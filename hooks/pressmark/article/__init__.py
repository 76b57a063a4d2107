"""Where the article stands on a page that was taken whole."""
