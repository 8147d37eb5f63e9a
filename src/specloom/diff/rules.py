"""The rules: what each kind of change is called, and what it means on the wire, by direction.

*Breaking*: a client that follows the old contract may fail. *Warning*: it works, but may do something else than it
did. *Safe*: it works as before. A request may allow more and an answer less without breaking anybody; so most rules
come in pairs that are each other's mirror.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from specloom.diff.values import Change, Direction, Verdict, worst


@frozen
class Rule:
    """A kind of change.

    Attributes:
        id: As reports and filters name it.
        says: What happened, as a sentence after the subject: ``{before}`` and ``{after}`` stand for both sides.
        request: Verdict where clients send it.
        response: Verdict where clients read it.
        why: The reason for the verdict, for the documentation.
        group: Heading in the documentation.
    """

    id: str
    says: str
    request: Verdict
    response: Verdict
    why: str
    group: str

    def verdict(self, direction: Direction) -> Verdict:
        """What it means in a direction."""
        return self.request if direction == "request" else self.response


_OPERATIONS = (
    Rule("operation-removed", "is gone", "breaking", "breaking", "Calls of it are answered with 404.", "operations"),
    Rule("deprecated-operation-removed", "is gone; it was deprecated", "warning", "warning",
         "It was announced, and callers may still be there.", "operations"),
    Rule("operation-removed-before-sunset", "is gone; it was to stay until its sunset", "breaking", "breaking",
         "Callers were promised more time.", "operations"),
    Rule("unstable-operation-removed", "is gone; it was a draft", "warning", "warning",
         "It never was promised to stay.", "operations"),
    Rule("operation-added", "is new", "safe", "safe", "Nobody calls it yet.", "operations"),
    Rule("operation-moved", "was {before}", "breaking", "breaking", "Calls of the old path are answered with 404.",
         "operations"),
    Rule("operation-id-changed", "has operationId {after}; it was {before}", "safe", "safe",
         "It is no part of a request; names of generated methods may come from it.", "operations"),
    Rule("operation-deprecated", "is deprecated", "safe", "safe", "It still works.", "operations"),
    Rule("operation-reactivated", "is no longer deprecated", "safe", "safe", "It works.", "operations"),
    Rule("tags-changed", "has tags {after}; it had {before}", "safe", "safe", "Tags are no part of a request.",
         "operations"),
    Rule("description-changed", "is described in other words", "safe", "safe", "Words for people.", "documentation"),
)  # fmt: skip

_PARAMETERS = (
    Rule("parameter-removed", "is no longer taken", "warning", "warning",
         "What is still sent is ignored by most servers, so the call works and does something else.", "parameters"),
    Rule("parameter-added", "may be sent", "safe", "safe", "It may be left out.", "parameters"),
    Rule("required-parameter-added", "must be sent", "breaking", "breaking", "Calls without it are refused.",
         "parameters"),
    Rule("parameter-became-required", "must be sent; it could be left out", "breaking", "breaking",
         "Calls without it are refused.", "parameters"),
    Rule("parameter-became-optional", "may be left out", "safe", "safe", "Calls with it work.", "parameters"),
    Rule("parameter-style-changed", "is written as {after}; it was {before}", "breaking", "breaking",
         "What clients send is read as something else.", "parameters"),
    Rule("path-parameter-renamed", "was called {before}", "safe", "safe",
         "Its name is no part of the request; it may be that of an argument in Python.", "parameters"),
    Rule("path-parameter-widened", "takes the rest of the path, slashes included", "safe", "safe",
         "What it took it still takes.", "parameters"),
    Rule("path-parameter-narrowed", "takes no slashes any more", "breaking", "breaking",
         "Calls with several segments lead nowhere.", "parameters"),
    Rule("parameter-default-set", "is taken as {after} where it is left out", "breaking", "breaking",
         "Calls that leave it out may be answered otherwise.", "parameters"),
    Rule("parameter-default-removed", "is no longer taken as {before} where it is left out", "breaking", "breaking",
         "Calls that leave it out may be answered otherwise.", "parameters"),
    Rule("parameter-default-changed", "is taken as {after} where it is left out; it was {before}", "breaking",
         "breaking", "Calls that leave it out are answered otherwise.", "parameters"),
)  # fmt: skip

_BODIES = (
    Rule("body-added", "may be sent: {after}", "safe", "safe", "It may be left out.", "bodies"),
    Rule("required-body-added", "must be sent: {after}", "breaking", "breaking", "Calls without it are refused.",
         "bodies"),
    Rule("body-removed", "is no longer taken", "breaking", "breaking", "What is sent is refused or ignored.",
         "bodies"),
    Rule("body-became-required", "must be sent; it could be left out", "breaking", "safe",
         "Calls without it are refused.", "bodies"),
    Rule("body-became-optional", "may be left out", "safe", "breaking", "Calls with it work.", "bodies"),
    Rule("media-type-removed", "is no longer {before}", "breaking", "breaking",
         "Clients that send or ask for it are refused.", "bodies"),
    Rule("media-type-added", "may be {after}", "safe", "safe", "Clients ask for the one that they know.", "bodies"),
    Rule("encoding-changed", "has parts written as {after}; they were {before}", "breaking", "breaking",
         "What clients send is read as something else.", "bodies"),
    Rule("success-status-removed", "is no longer answered", "breaking", "breaking",
         "Clients wait for it; what comes instead has another form.", "answers"),
    Rule("success-status-added", "may be answered", "safe", "safe", "The others are still answered.", "answers"),
    Rule("error-status-removed", "is no longer told", "safe", "safe", "Clients that handle it lose nothing.",
         "answers"),
    Rule("error-status-added", "may be answered", "safe", "safe", "Clients handle errors by range.", "answers"),
    Rule("header-added", "is sent along", "safe", "safe", "Nobody reads it yet.", "answers"),
    Rule("header-removed", "is no longer sent; it never was sure to be", "warning", "warning",
         "Clients that use it where it is there do without.", "answers"),
    Rule("required-header-removed", "is no longer sent", "breaking", "breaking", "Clients count on it.", "answers"),
    Rule("header-became-optional", "may be missing", "breaking", "breaking", "Clients count on it.", "answers"),
    Rule("header-became-required", "is always sent", "safe", "safe", "Clients that use it work.", "answers"),
)  # fmt: skip

_PROPERTIES = (
    Rule("property-removed", "is gone; it could be missing before", "warning", "warning",
         "What is sent is ignored; readers had to expect that it is missing.", "properties"),
    Rule("required-property-removed", "is gone", "warning", "breaking", "Readers count on it; senders are ignored.",
         "properties"),
    Rule("property-added", "is new and may be left out", "safe", "safe", "Nobody sends or reads it yet.",
         "properties"),
    Rule("required-property-added", "is new and must be there", "breaking", "safe", "Requests without it are refused.",
         "properties"),
    Rule("property-became-required", "must be there; it could be missing", "breaking", "safe",
         "Requests without it are refused.", "properties"),
    Rule("property-became-optional", "may be missing", "safe", "breaking", "Readers count on it.", "properties"),
    Rule("additional-properties-closed", "takes no other properties", "breaking", "safe",
         "Requests with others are refused.", "properties"),
    Rule("additional-properties-opened", "takes other properties", "safe", "safe", "Readers pass over them.",
         "properties"),
    Rule("read-only-set", "is read-only", "warning", "safe", "What is sent is ignored.", "properties"),
    Rule("read-only-removed", "is no longer read-only", "safe", "safe", "It may be sent.", "properties"),
    Rule("write-only-set", "is write-only", "safe", "warning",
         "It no longer comes back; readers had to expect that it is missing.", "properties"),
    Rule("required-write-only-set", "is write-only", "safe", "breaking",
         "It no longer comes back; readers count on it.", "properties"),
    Rule("write-only-removed", "is no longer write-only", "safe", "warning", "It comes back, secrets included.",
         "properties"),
    Rule("deprecated-set", "is deprecated", "safe", "safe", "It still works.", "properties"),
    Rule("deprecated-removed", "is no longer deprecated", "safe", "safe", "It works.", "properties"),
    Rule("default-set", "is taken as {after} where it is left out", "warning", "safe",
         "Requests that leave it out may do something else.", "properties"),
    Rule("default-removed", "is no longer taken as {before} where it is left out", "warning", "safe",
         "Requests that leave it out may do something else.", "properties"),
    Rule("idle-default-changed", "has the default {after}; it was {before}", "safe", "safe",
         "It must be given, so that no default is taken.", "properties"),
    Rule("default-changed", "is taken as {after} where it is left out; it was {before}", "warning", "safe",
         "Requests that leave it out do something else.", "properties"),
)  # fmt: skip

_TYPES = (
    Rule("type-changed", "is {after}; it was {before}", "breaking", "breaking", "Neither side reads the other.",
         "types"),
    Rule("type-generalized", "is {after}; it was {before}", "safe", "breaking",
         "All that was allowed still is; readers may get more.", "types"),
    Rule("type-specialized", "is {after}; it was {before}", "breaking", "safe",
         "Not all that was allowed still is.", "types"),
    Rule("became-nullable", "may be null", "safe", "breaking", "Readers meet a null that they do not expect.",
         "types"),
    Rule("became-not-nullable", "may no longer be null", "breaking", "safe", "Requests with null are refused.",
         "types"),
    Rule("became-union", "is one of {after}; it was {before}", "safe", "breaking",
         "All that was allowed still is; readers may get more.", "types"),
    Rule("union-became-one", "is {after}; it was one of {before}", "breaking", "safe",
         "Not all that was allowed still is.", "types"),
    Rule("union-member-added", "may be {after}", "safe", "breaking", "Readers may get what they do not know.",
         "types"),
    Rule("union-member-removed", "may no longer be {before}", "breaking", "safe", "Requests with it are refused.",
         "types"),
    Rule("discriminator-changed", "is told apart by {after}; it was {before}", "breaking", "breaking",
         "Kinds are named by another property.", "types"),
    Rule("format-widened", "has the format {after}; it was {before}", "safe", "breaking",
         "Readers may get numbers beyond what they hold.", "types"),
    Rule("format-narrowed", "has the format {after}; it was {before}", "breaking", "safe",
         "Larger numbers are refused.", "types"),
    Rule("format-noted", "has the format {after}; it was {before}", "safe", "safe",
         "Of a number it says nothing else than its range, which is the same.", "types"),
    Rule("format-set", "has the format {after}", "breaking", "safe", "Not all that was allowed still is.", "types"),
    Rule("format-removed", "has no format any more; it was {before}", "safe", "breaking",
         "Readers may get what they cannot parse.", "types"),
    Rule("format-changed", "has the format {after}; it was {before}", "breaking", "breaking",
         "What is sent and read is written otherwise.", "types"),
)  # fmt: skip

_LIFECYCLE = (
    Rule("sunset-set", "is to go on {after}; before: {before}", "safe", "safe", "It works until then.", "lifecycle"),
    Rule("sunset-missing", "is deprecated, and nobody says until when it works", "warning", "warning",
         "Other operations of the document tell it.", "lifecycle"),
    Rule("sunset-invalid", "is to go on {after}, which is no date", "breaking", "breaking",
         "Nobody knows how long it works.", "lifecycle"),
    Rule("sunset-too-early", "is to go on {after}, which is soon", "breaking", "breaking",
         "Callers need time to move away: 30 days, where nothing else is set.", "lifecycle"),
    Rule("sunset-earlier", "is to go on {after}; it was to stay until {before}", "breaking", "breaking",
         "Callers were promised more time.", "lifecycle"),
    Rule("sunset-deleted", "is deprecated, and no longer says that it stays until {before}", "breaking", "breaking",
         "Callers were promised that time.", "lifecycle"),
    Rule("stability-decreased", "is {after}; it was {before}", "breaking", "breaking",
         "A promise is taken back: it may change from now on without notice. Where nothing is said, it is stable.",
         "lifecycle"),
    Rule("stability-increased", "is {after}; it was {before}", "safe", "safe", "It is promised to stay.", "lifecycle"),
    Rule("stability-invalid", "has the stability {after}, which is none", "breaking", "breaking",
         "Known are draft, alpha, beta and stable; nobody knows what is promised.", "lifecycle"),
)  # fmt: skip

_VALUES = (
    Rule("enum-value-removed", "no longer takes {before}", "breaking", "safe", "Requests with them are refused.",
         "values"),
    Rule("enum-value-added", "may be {after}", "safe", "warning",
         "Clients made by tools that refuse unknown values fail; this one passes them on.", "values"),
    Rule("known-value-removed", "no longer names {before}", "safe", "safe", "Any text is still allowed.", "values"),
    Rule("known-value-added", "names {after} as well", "safe", "safe", "Any text was allowed.", "values"),
    Rule("extensible-value-removed", "no longer lists {before} (`x-extensible-enum`)", "breaking", "safe",
         "Servers take what is listed; readers had to expect others.", "values"),
    Rule("extensible-value-added", "lists {after} as well (`x-extensible-enum`)", "safe", "safe",
         "Readers had to expect others.", "values"),
    Rule("became-enum", "takes {after} only", "breaking", "safe", "Requests with other values are refused.", "values"),
    Rule("enum-opened", "takes other values too; it was {before}", "safe", "breaking",
         "Readers may get what they do not know.", "values"),
    Rule("constant-changed", "is {after}; it was {before}", "breaking", "breaking", "The old value is refused.",
         "values"),
)  # fmt: skip

_BOUNDS = (
    Rule("bound-set", "is bound by {after}", "warning", "safe",
         "Requests beyond it are refused; often they were before, and nobody had said so.", "bounds"),
    Rule("bound-removed", "is no longer bound by {before}", "safe", "breaking", "Readers may get more than they hold.",
         "bounds"),
    Rule("bound-tightened", "is bound by {after}; it was {before}", "breaking", "safe",
         "Requests that were within are refused.", "bounds"),
    Rule("bound-relaxed", "is bound by {after}; it was {before}", "safe", "breaking",
         "Readers may get more than they hold.", "bounds"),
    Rule("pattern-set", "must match {after}", "breaking", "safe", "Requests that do not are refused.", "bounds"),
    Rule("pattern-removed", "need no longer match {before}", "safe", "warning", "Readers may get other texts.",
         "bounds"),
    Rule("pattern-changed", "must match {after}; it was {before}", "warning", "warning",
         "Which texts match is not compared.", "bounds"),
    Rule("multiple-of-set", "must be a multiple of {after}", "breaking", "safe", "Others are refused.", "bounds"),
    Rule("multiple-of-removed", "need no longer be a multiple of {before}", "safe", "warning",
         "Readers may get others.", "bounds"),
    Rule("multiple-of-changed", "must be a multiple of {after}; it was {before}", "breaking", "warning",
         "Others are refused.", "bounds"),
    Rule("unique-items-set", "takes each item once", "breaking", "safe", "Lists with doubles are refused.", "bounds"),
    Rule("unique-items-removed", "may hold an item twice", "safe", "warning", "Readers may count on sets.", "bounds"),
    Rule("assertion-set", "is bound by {after}", "breaking", "safe", "Values that do not follow are refused.",
         "bounds"),
    Rule("assertion-removed", "is no longer bound by {before}", "safe", "breaking", "Readers may count on it.",
         "bounds"),
    Rule("assertion-changed", "is bound by {after}; it was {before}", "breaking", "breaking",
         "What follows from it is not compared.", "bounds"),
)  # fmt: skip

_REST = (
    Rule("security-added", "asks for {after}", "breaking", "breaking", "Calls without it are refused.", "security"),
    Rule("security-removed", "lets everybody in", "safe", "safe", "Keys that are sent are passed over.", "security"),
    Rule("security-alternative-added", "also takes {after}", "safe", "safe", "The others still do.", "security"),
    Rule("security-alternative-removed", "no longer takes {before}; it takes {after}", "breaking", "breaking",
         "Callers with it are refused.", "security"),
    Rule("security-scope-added", "asks for {after}; it was {before}", "breaking", "breaking",
         "Keys without the scope are refused.", "security"),
    Rule("security-scope-removed", "asks for {after}; it was {before}", "safe", "safe", "It asks for less.",
         "security"),
    Rule("security-scheme-added", "is a new way to be let in", "safe", "safe", "Operations that ask for it tell so.",
         "security"),
    Rule("security-scheme-removed", "is gone", "safe", "safe", "Operations that asked for it tell so.", "security"),
    Rule("security-scheme-changed", "works otherwise: {after}; it was {before}", "breaking", "breaking",
         "Credentials are sent in another way.", "security"),
    Rule("server-added", "may be reached at {after}", "safe", "safe", "The others still serve.", "servers"),
    Rule("server-removed", "is no longer reached at {before}", "warning", "warning",
         "Clients that go there may find nothing.", "servers"),
    Rule("default-server-changed", "is served at {after} by default; it was {before}", "warning", "warning",
         "New clients go elsewhere.", "servers"),
    Rule("api-version-changed", "is {after}; it was {before}", "safe", "safe", "Words for people.", "documentation"),
    Rule("schema-added", "is new", "safe", "safe", "Whatever uses it tells so.", "schemas"),
    Rule("schema-removed", "is gone", "safe", "safe",
         "Whatever used it tells so; its class is gone from the package.", "schemas"),
    Rule("schema-renamed", "looks like what was {before}", "safe", "safe",
         "Names of schemas are no part of a request; classes are named after them.", "schemas"),
)  # fmt: skip

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for group in (_OPERATIONS, _PARAMETERS, _BODIES, _PROPERTIES, _TYPES, _VALUES, _BOUNDS, _LIFECYCLE, _REST)
    for rule in group
}


def wire_verdict(change: Change, rule: Rule | None = None) -> Verdict:
    """The gravest verdict of the directions in which operations meet a change; safe where none does.

    Args:
        change: The change.
        rule: What judges it; its own rule if none is given.
    """
    rule = rule or RULES[change.rule]
    if change.subject.kind in {"security", "document"}:
        return rule.request
    return worst(*(rule.verdict(direction) for direction in {use.direction for use in change.uses}))
