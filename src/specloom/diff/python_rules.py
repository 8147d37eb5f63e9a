"""The rules for code that is written against a package: what each is called, what it means, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from specloom.diff.python_reading import VERDICTS, What
from specloom.diff.values import Verdict


@frozen
class PythonRule:
    """A kind of change that callers see.

    Attributes:
        id: As reports and filters name it.
        meaning: What happened, for the documentation.
        verdict: Whether code that was written before still runs and type-checks; the gravest where it depends.
        why: The reason for the verdict, and what it depends on.
    """

    id: str
    meaning: str
    verdict: Verdict
    why: str


SAYS: Final[Mapping[What, str]] = {
    "retyped": "has another type{where}",
    "optional": "may have None{where}",
    "values-removed": "no longer has all values{where}",
    "kinds-added": "may have other kinds{where}",
    "values-opened": "may have any value{where}",
    "values-added": "may have other values{where}",
    "narrowed": "is told more narrowly{where}",
}
"""What happened to something that is read, after its symbol; ``{where}`` is `` for note``, or nothing."""

_WHY: Final[Mapping[What, str]] = {
    "retyped": "What is done with the old type is not possible with the new one.",
    "optional": "Code that uses it as it is fails where it is None.",
    "values-removed": "A strict type checker refuses a comparison with what can no longer be.",
    "kinds-added": "Code that asks for the kinds it knows passes over others, and what all kinds had in common the new"
    " ones have as well; code that takes the last kind for granted fails.",
    "values-opened": "Comparisons with the known values pass; code that hands it on as one of them does not.",
    "values-added": "Comparisons with the known values pass; code that lists all of them does not.",
    "narrowed": "It reads as before; code that wrote the old type of a list down, or compares with another text than"
    " those listed now, is refused by a strict type checker.",
}
_READ: Final = {
    "field": "A field of a model",
    "type": "A type that has a name of its own",
    "return": "What a method returns",
    "stream": "An event of a stream",
}


def _reading_rules() -> Iterator[PythonRule]:
    for kind, subject in _READ.items():
        for what, verdict in VERDICTS.items():
            yield PythonRule(f"python-{kind}-{what}", f"{subject} {SAYS[what].format(where='')}.", verdict, _WHY[what])


_CLIENT: Final = (
    PythonRule("python-client-renamed", "The package or the class of the client has another name.", "breaking",
               "Imports fail, and so do those of the error that is called after the client."),
    PythonRule("python-client-base-url-required", "The document names no server any more.", "breaking",
               "A client that is not told where to call is refused."),
    PythonRule("python-client-option-removed", "An argument of the client is gone.", "breaking",
               "Clients that are made with it cannot be made."),
    PythonRule("python-client-option-required", "A client without the argument is refused.", "breaking",
               "It could be left out, and may still come from the environment."),
    PythonRule("python-client-option-added", "The client has another argument.", "breaking",
               "Safe unless a client without it is refused."),
    PythonRule("python-client-option-env-changed", "An argument of the client is read from another variable.",
               "breaking", "A client without it is refused; a warning where it may be left out."),
    PythonRule("python-export-removed", "A name of the root package, or of a layer, is gone.", "breaking",
               "Imports of it fail."),
)  # fmt: skip

_METHODS: Final = (
    PythonRule("python-key-required", "Methods need a key that they could be called without.", "breaking",
               "A client that was not given it raises before anything is sent."),
    PythonRule("python-method-removed", "A method is gone.", "breaking", "Calls of it fail."),
    PythonRule("python-method-renamed", "A method has another name; it calls the same operation.", "breaking",
               "Calls by the old name fail."),
    PythonRule("python-method-moved", "A method belongs to another resource; it calls the same operation.",
               "breaking", "Calls by the old path fail."),
    PythonRule("python-method-added", "A method is new.", "safe", "Nobody calls it yet."),
    PythonRule("python-deprecated", "A method is deprecated.", "safe", "It still works; editors strike it out."),
    PythonRule("python-undeprecated", "A method is no longer deprecated.", "safe", "It works."),
    PythonRule("python-argument-removed", "A method no longer takes an argument.", "breaking", "Calls with it fail."),
    PythonRule("python-argument-added", "A method takes another argument.", "breaking",
               "Safe unless it must be given."),
    PythonRule("python-argument-renamed", "An argument has another name; it is the same part of the request.",
               "breaking", "Calls by the old name fail."),
    PythonRule("python-argument-required", "An argument must be given; it could be left out.", "breaking",
               "Calls without it fail."),
    PythonRule("python-argument-optional", "An argument may be left out.", "safe", "Calls with it work."),
    PythonRule("python-argument-retyped", "An argument does not take all that it took.", "breaking",
               "Calls with what is refused now do not pass a type checker."),
    PythonRule("python-argument-order-changed", "Arguments by position are others, or come in another order.",
               "breaking", "What is given by position ends up elsewhere in the request."),
    PythonRule("python-return-changed", "A method returns another sort of thing: model, page, stream, bytes, nothing.",
               "breaking", "Nothing that is done with the old answer works with the new one; safe where it was None."),
    PythonRule("python-page-changed", "A list is read page by page in another way.", "warning",
               "Code that iterates works; code that names the class of the page does not. A plain page is a base of"
               " all others, so it may become any of them."),
    PythonRule("python-stream-removed", "A method no longer streams.", "breaking", "Calls that ask for it fail."),
    PythonRule("python-stream-added", "A method can stream.", "safe", "It does so only when asked."),
    PythonRule("python-stream-switch-changed", "A method is made to stream in another way.", "breaking",
               "Calls that ask for it in the old way do not get it."),
)  # fmt: skip

_CLASSES: Final = (
    PythonRule("python-class-removed", "A class or type can no longer be imported.", "breaking",
               "Imports of it fail."),
    PythonRule("python-class-renamed", "A class or type has another name; it stands in the same places.", "breaking",
               "Imports by the old name fail."),
    PythonRule("python-class-moved", "A class or type belongs to another package.", "breaking",
               "Imports from the old package fail. Types belong to the resource that uses them, or to what its users"
               " have in common, so that another user may move them; `types` in sdk.yaml keeps them where they are."),
    PythonRule("python-class-added", "A class or type is new.", "safe", "Nobody imports it yet."),
    PythonRule("python-class-split", "Two schemas said the same and were one class; now they are two.", "breaking",
               "Code that took one for the other, as signatures said, does not pass a type checker."),
    PythonRule("python-class-changed", "A class became the name of another type, or the other way round.", "breaking",
               "It can no longer be used as what it was."),
    PythonRule("python-type-takes-less", "A named type of arguments does not take all that it took.", "breaking",
               "Calls with what is refused now do not pass a type checker."),
    PythonRule("python-field-removed", "A field is gone.", "breaking", "Code that reads or gives it fails."),
    PythonRule("python-field-added", "A field is new.", "breaking", "Safe unless callers must give it."),
    PythonRule("python-field-required", "A field must be given; it could be left out.", "breaking",
               "Calls without it do not pass a type checker."),
)  # fmt: skip

PYTHON_RULES: Final = (*_CLIENT, *_METHODS, *_CLASSES, *_reading_rules())
"""All rules, in the order of the documentation."""
