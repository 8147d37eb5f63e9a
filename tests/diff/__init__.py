"""What a change of a document does."""
