"""Fits the models that `extraction/` ships with: `python -m tools.weights DATA`."""
