"""Where documents come from: a file, a web address, a file of a repository; one module for each kind.

``fetch`` is the one way in. A new kind is a module with a function ``fetch(source, progress) -> Fetched`` and a line
in ``registry``.
"""
