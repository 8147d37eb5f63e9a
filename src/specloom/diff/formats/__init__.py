"""Reviews as text: one module a format, each with ``render(review) -> str``; none of them prints or reads files."""
