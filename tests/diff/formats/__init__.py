"""Reviews as text."""
