"""Streams that put together what arrives in pieces."""
