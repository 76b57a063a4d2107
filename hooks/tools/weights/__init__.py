"""How the weights that Pressmark ships with were learned: `python -m tools.weights DATA`."""
