"""Configs of other generators, taken over."""
