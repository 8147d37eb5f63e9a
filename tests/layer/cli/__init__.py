"""The command line of the package for OpenAI."""
