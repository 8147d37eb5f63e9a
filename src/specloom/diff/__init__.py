"""What a change of a document does: to clients on the wire, and to code written against the package."""
