"""From samples of what an API sends and answers to an OpenAPI document, and with more samples to a wider one.

``readers`` turn files into exchanges; ``observe`` makes of their values what can be merged in any order (``shapes``,
``operations``); ``routes`` finds out which operations there are; ``schemas``, ``components`` and ``document`` decide
what is said of them. ``reading`` and ``carry`` take a document that was inferred as one more sample, and keep what
people wrote into it. No value of a sample is written anywhere, but for the values of an enum.
"""

from specloom.infer.make import Inferred, Options, infer

__all__ = ["Inferred", "Options", "infer"]
