"""Whether a live API still is what its pinned document says.

The contract is compared by ``specloom.diff``, so that a difference bears the verdict that a review would give it. This
room adds what a review passes over and an operator does not, and the ways to tell it all.
"""
