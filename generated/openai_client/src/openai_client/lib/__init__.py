"""What is written by hand for OpenAI: helpers that no document describes. ``openai_client`` carries it as ``lib``."""
