"""From what other generators are told to what specloom is told."""
