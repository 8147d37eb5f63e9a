"""What a hostile server does to a client that asks it: memory stays bounded, and the error says what happened."""
