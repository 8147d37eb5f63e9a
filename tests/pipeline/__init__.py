"""The whole way of a document, through the command line."""
