"""Checks as text: one module a format, each with ``render(drift) -> str``; none of them prints or reads files."""
