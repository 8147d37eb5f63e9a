"""What ``scripts/fuzz.py`` is made of: targets, the mutation of their inputs, and the watch over a run."""
