"""A package as the generator makes them, small: the tests run it with a copy of the runtime as its ``_runtime``."""
