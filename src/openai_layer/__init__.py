"""What is written by hand for OpenAI's API: helpers that no document describes. Carried by ``openai_client`` as ``lib``."""
