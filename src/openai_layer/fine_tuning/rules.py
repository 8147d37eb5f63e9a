"""The kinds of findings: how grave each is, and what mends it.

Sources: the reference and the guides of the API on fine-tuning, and the schemas of chat messages in its document.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

MIN_EXAMPLES = 10
ADVISED_EXAMPLES = 50
MAX_FILE = 512 * 1024 * 1024
"""Bytes of one call of ``files.create``."""
MAX_UPLOAD = 8 * 1024 * 1024 * 1024
"""Bytes of an upload in parts."""


class Rule(NamedTuple):
    """A kind of finding."""

    severity: Literal["error", "warning", "advice"]
    fix: str


def _error(fix: str) -> Rule:
    return Rule("error", fix)


def _warning(fix: str) -> Rule:
    return Rule("warning", fix)


def _advice(fix: str) -> Rule:
    return Rule("advice", fix)


RULES: dict[str, Rule] = {
    # the file
    "byte-order-mark": _warning("save the file as UTF-8 without a byte-order mark"),
    "duplicate-record": _warning("leave one of them; a repeated example weighs as much as several"),
    "duplicates-not-checked": _advice("look for duplicates with a database or a sorting program"),
    "few-examples": _advice(f"collect {ADVISED_EXAMPLES} to 100 examples before judging the result"),
    "file-too-large": _advice("upload it in parts: client.uploads.upload_file_chunked(...), purpose 'fine-tune'"),
    "file-too-large-for-parts": _error("leave examples out, or train in several jobs"),
    "invalid-json": _error("write each record with json.dumps, on a line to itself"),
    "mixed-kinds": _error("keep one file for each kind of training"),
    "no-records": _error("write one record on each line"),
    "not-utf-8": _error("save the file as UTF-8"),
    "too-few-examples": _error(f"add examples: a job needs {MIN_EXAMPLES} or more"),
    "too-long-line": _error("write each record on a line to itself"),
    "too-many-tokens": _warning("shorten or split it: what is beyond the limit is not trained on"),
    "tokens-not-counted": _advice("see the message; then validate again"),
    # the record
    "legacy-record": _error("turn the file into chats: openai_client.lib.fine_tuning.preparation.prepare"),
    "missing-key": _error("add the key"),
    "not-an-object": _error('write an object, {"messages": [...]}'),
    "unknown-key": _warning("take it out, or correct its spelling"),
    "wrong-type": _error("write a value of the type that is named"),
    # messages
    "content-missing": _error('give the message a text as "content"'),
    "content-type": _error("write a text, or a list of parts with a type each"),
    "content-empty": _warning("give it a text, or take the message out"),
    "content-part": _error("write the part as the Chat Completions API takes it"),
    "last-message": _warning("end with the answer that the model is to learn"),
    "messages-empty": _error("write at least a user's message and the answer to it"),
    "no-assistant-message": _error("add the answer that the model is to learn, with the role assistant"),
    "no-trained-message": _error("give weight 1 to at least one message of the assistant"),
    "role-missing": _error("say who speaks: system, developer, user, assistant or tool"),
    "role-unknown": _error("use system, developer, user, assistant or tool"),
    "unknown-message-key": _error("take it out, or correct its spelling"),
    "weight-misplaced": _error("weights are for messages of the assistant; take it out"),
    "weight-value": _error("write 0 (not trained on) or 1 (trained on)"),
    # tools
    "deprecated-functions": _advice("write tools, tool_calls and the role tool"),
    "function-duplicate": _error("give each function a name of its own"),
    "function-name": _error("1 to 64 letters, digits, _ or -"),
    "tool-arguments": _warning("write the arguments as the text of a JSON object"),
    "tool-call-id": _error("name the id of a call in the message of the assistant before it"),
    "tool-call-id-duplicate": _error("give each call an id of its own"),
    "tool-call-unanswered": _error("follow it with one message of the role tool for each call"),
    "tool-undefined": _warning("define the function under tools of the record"),
    # preference
    "both-spellings": _error("leave preferred_output and non_preferred_output"),
    "output-messages": _error("write a list of one message of the assistant"),
    "outputs-equal": _warning("give two answers that differ: nothing can be learned from these"),
    # reinforcement
    "no-grader-keys": _warning("add keys that the grader compares with, as {{ item.KEY }}"),
    "reinforcement-last-message": _error("end with a message of the user: the model answers, the grader judges"),
    # the job
    "deprecated-hyperparameters": _advice(
        'say method={"type": "supervised", "supervised": {"hyperparameters": {...}}}'
    ),
    "grader-missing": _error("add method.reinforcement.grader"),
    "method-mismatch": _error("give the settings under the name of the method's type"),
    "out-of-range": _error("choose a value within the range"),
    "unknown-parameter": _error("take it out, or correct its spelling"),
    "wrong-purpose": _error("upload the file with purpose='fine-tune'"),
}
