"""What an SDK looks like, as frozen values: read from a prepared document, from the engines and from sdk.yaml."""
