"""specloom: an OpenAPI document in, a Python client out."""

__version__ = "0.1.0"
