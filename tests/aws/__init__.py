"""API Gateway as a server of this machine, for the real boto3 to talk to."""
