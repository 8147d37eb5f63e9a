"""The rules of what changes for code written against the package, for documentation and filters."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from specloom.diff.values import Verdict


@frozen
class PythonRule:
    """A kind of change.

    Attributes:
        says: What happened.
        verdict: What it usually means to code that runs and type-checks today.
        where: When the verdict is another one; empty where it never is.
    """

    says: str
    verdict: Verdict
    where: str = ""


PYTHON_RULES: Mapping[str, PythonRule] = {
    "python-client-renamed": PythonRule("The class of the client, or its package, has another name.", "breaking"),
    "python-client-option-removed": PythonRule("The client no longer takes an argument.", "breaking"),
    "python-client-option-required": PythonRule("An argument of the client must be given.", "breaking"),
    "python-client-option-added": PythonRule(
        "The client takes another argument.", "safe", "breaking where it must be given"
    ),
    "python-method-removed": PythonRule("A method is gone.", "breaking"),
    "python-method-renamed": PythonRule("The operation has a method of another name.", "breaking"),
    "python-method-moved": PythonRule("The operation has its method on another resource.", "breaking"),
    "python-method-added": PythonRule("There is a new method.", "safe"),
    "python-deprecated": PythonRule("A method is deprecated: calls warn.", "safe"),
    "python-undeprecated": PythonRule("A method is no longer deprecated.", "safe"),
    "python-argument-removed": PythonRule("A method no longer takes an argument.", "breaking"),
    "python-argument-added": PythonRule(
        "A method takes another argument.", "safe", "breaking where it must be given"
    ),
    "python-argument-renamed": PythonRule("An argument has another name.", "breaking"),
    "python-argument-required": PythonRule("An argument must be given.", "breaking"),
    "python-argument-optional": PythonRule("An argument may be left out.", "safe"),
    "python-argument-retyped": PythonRule("An argument no longer takes all types that it took.", "breaking"),
    "python-argument-order-changed": PythonRule("Arguments by position are in another order.", "breaking"),
    "python-return-changed": PythonRule(
        "A method returns what the old annotation does not hold.", "breaking", "safe where it returned nothing"
    ),
    "python-page-changed": PythonRule("A method returns pages of another kind.", "breaking"),
    "python-stream-added": PythonRule("A method can stream.", "safe", "breaking where it always does"),
    "python-stream-removed": PythonRule("A method no longer streams.", "breaking"),
    "python-stream-changed": PythonRule("A method streams other events, or is asked for it otherwise.", "breaking"),
    "python-class-removed": PythonRule("A class is gone.", "breaking"),
    "python-class-added": PythonRule("There is a new class.", "safe"),
    "python-class-renamed": PythonRule("A class has another name or another module.", "breaking"),
    "python-class-changed": PythonRule("What was a class is an alias of a type, or the other way round.", "breaking"),
    "python-field-removed": PythonRule("A class lacks a field that it had.", "breaking"),
    "python-field-added": PythonRule(
        "A class has another field.", "safe", "breaking where callers must give it"
    ),
    "python-field-required": PythonRule("A field must be given.", "breaking"),
    "python-field-optional": PythonRule("A field that is read may be None.", "breaking"),
    "python-field-retyped": PythonRule("A field has a type that the old annotation does not hold.", "breaking"),
    "python-field-values-added": PythonRule("A field that is read may have other values.", "warning"),
}  # fmt: skip
