"""Python text from untrusted text. Whatever comes from a document is quoted here, once, at the very end."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

WIDTH = 119
"""Longest line of generated Python, in characters."""

DEPRECATED = "Deprecated by the vendor."

_SPANS = re.compile(r"(?P<code>(?<!`)(?P<fence>`+)(?!`).*?(?<!`)(?P=fence)(?!`))|[^`]+")
_ACTIVE_LINK = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def literal(value: str | int | bool | float | None) -> str:
    """A Python literal of a scalar, double-quoted where ``repr`` would single-quote, ASCII for odd characters."""
    if not isinstance(value, str):
        return repr(value)
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    if text.isascii() and text.isprintable():
        return f'"{text}"'
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character.isprintable() and ord(character) not in _BIDI and not _is_surrogate(character):
        return character
    return repr(character)[1:-1] if not _is_surrogate(character) else f"\\u{ord(character):04x}"


def _is_surrogate(character: str) -> bool:
    return 0xD800 <= ord(character) <= 0xDFFF


def prose(text: str) -> str:
    """Text for people: one newline style, no trailing blanks, only printable characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(filter(_speakable, line)).rstrip() for line in lines).strip()


def _speakable(character: str) -> bool:
    return (character.isprintable() or character == "\t") and ord(character) not in _BIDI


def one_line(text: str) -> str:
    """Prose on a single line, blanks folded."""
    return " ".join(prose(text).split())


def sentence(text: str) -> str:
    """The first sentence of a prose text, with its full stop."""
    line = one_line(text.split("\n\n")[0])
    match = re.match(r"(.+?[.!?])(?=\s+[A-Z`\"(]|\Z)", line)
    line = match.group(1) if match else line
    return line if not line or line[-1] in ".!?:" else line + "."


def docstring(text: str, indent: int = 0) -> str:
    """A docstring literal whose later lines carry the indent; empty text gives an empty string."""
    body = held(prose(text))
    if not body:
        return ""
    pad = " " * indent
    first, *rest = body.split("\n")
    if not rest:
        return f'"""{first}"""'
    lines = [f'"""{first}', *(pad + line if line else "" for line in rest), f'{pad}"""']
    return "\n".join(lines)


def held(text: str) -> str:
    """Text that a docstring holds: quotes stay plain where they could not end it."""
    return re.sub(r'"(?="|\Z)', r"\"", text.replace("\\", "\\\\"))


def within_docstring(text: str) -> str:
    """Text that a template puts into a docstring: it can never leave it."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def described(text: str, deprecated: bool) -> str:
    """What is said of a thing: the words of the document, and whether the vendor has given it up."""
    text = prose(text)
    if not text or not deprecated:
        return DEPRECATED if deprecated else text
    short = text[-1] in ".?!" and "\n" not in text and len(text) + len(DEPRECATED) + 12 <= WIDTH
    return text + (" " if short else "\n\n") + DEPRECATED


def wrap(text: str, indent: int, *, first: str = "", width: int = WIDTH) -> str:
    """Prose filled to the width; ``first`` leads the first line and later lines are indented under it."""
    return textwrap.fill(
        one_line(text),
        width=width - indent,
        initial_indent=first,
        subsequent_indent="    " if first else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown(text: str) -> str:
    """Prose on a single line of a page: it may have the emphasis of Markdown, but no HTML and no active links."""

    def tamed(part: re.Match[str]) -> str:
        # In a code span nothing has a meaning.
        return part[0] if part["code"] else _ACTIVE_LINK.sub(r"\1&#58;", part[0].replace("<", "&lt;"))

    return _SPANS.sub(tamed, one_line(text))


def code_span(text: str) -> str:
    """What stands between single backticks on a page, also in a table: what would end either is percent-encoded."""
    return "".join(f"%{ord(c):02X}" if c in "`|" else c for c in one_line(text))


def comment(text: str) -> str:
    """Prose as a one-line comment without its number sign: it can never leave the comment."""
    return one_line(text)


# --- laying out expressions ---------------------------------------------------------------------------------------

_CONSTANT = re.compile(r'-?\d[\w.+-]*|True|False|None|"(?:[^"\\]|\\.)*"')
_OPEN, _CLOSE = "([{", ")]}"
# A string that nothing ends goes to the end of the text.
_SIGN_OR_STRING = re.compile(r"""[()\[\]{},]|"(?:[^"\\]|\\.)*(?:"|\\?\Z)|'(?:[^'\\]|\\.)*(?:'|\\?\Z)""", re.DOTALL)


def fit(prefix: str, expression: str, suffix: str = "", *, indent: int = 0, width: int = WIDTH) -> str:
    """``prefix + expression + suffix`` on one line, or broken inside its outermost bracket when too long.

    ``prefix`` is given without the indent; later lines carry it. As formatters do, what a broken bracket holds stands
    on one line if it can, else each part on a line of its own with a trailing comma; constants fill the lines.
    """
    pad = " " * indent
    if len(pad) + len(prefix) + len(expression) + len(suffix) <= width:
        return prefix + expression + suffix
    opening = _first_bracket(expression)
    if opening is None:
        return prefix + expression + suffix
    closing = _matching(expression, opening)
    parts = split_commas(expression[opening + 1 : closing])
    if not parts or (closing == opening + 1):
        return prefix + expression + suffix
    inner = " " * (indent + 4)
    lines = [prefix + expression[: opening + 1]]
    together = inner + ", ".join(parts) + _last_comma(expression[:closing])
    if len(together) <= width and "\n" not in together:
        lines.append(together)
    elif all(map(_CONSTANT.fullmatch, parts)):
        lines += filled(parts, inner, width)
    else:
        lines += [inner + fit("", part, ",", indent=indent + 4, width=width) for part in parts]
    tail = fit("", expression[closing:] + suffix, indent=indent, width=width)
    return "\n".join([*lines, pad + tail])


def filled(parts: Sequence[str], inner: str, width: int) -> list[str]:
    """Parts with their commas, as many on each line (which begins with ``inner``) as it holds; none is broken."""
    lines = [f"{inner}{parts[0]},"]
    for part in parts[1:]:
        if len(longer := f"{lines[-1]} {part},") <= width:
            lines[-1] = longer
        else:
            lines.append(f"{inner}{part},")
    return lines


def _last_comma(text: str) -> str:
    """The comma that makes a tuple of a single value, where there is one."""
    return "," if text.rstrip().endswith(",") else ""


def assignment(name: str, annotation: str, value: str, *, indent: int = 0, width: int = WIDTH) -> str:
    """``name: annotation = value`` laid out: the value is broken before the annotation is. ``value`` may be empty."""
    if not value:
        return fit(f"{name}: ", annotation, indent=indent, width=width)
    whole = f"{name}: {annotation} = {value}"
    opening = _first_bracket(value)
    head = len(whole) - len(value) + (len(value) if opening is None else opening + 1)
    if indent + len(whole) <= width or indent + head > width:
        return fit(f"{name}: ", annotation, f" = {value}", indent=indent, width=width)
    return fit(f"{name}: {annotation} = ", value, indent=indent, width=width)


def _first_bracket(text: str) -> int | None:
    for index, character in _outside_strings(text):
        if character in _OPEN:
            return index
    return None


def _matching(text: str, opening: int) -> int:
    depth = 0
    for index, character in _outside_strings(text):
        if index < opening:
            continue
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
            if depth == 0:
                return index
    raise ValueError(f"unbalanced brackets in {text!r}")


def split_commas(text: str) -> list[str]:
    """The parts of a text between commas that no bracket and no string holds."""
    parts: list[str] = []
    depth = start = 0
    for index, character in _outside_strings(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _outside_strings(text: str) -> list[tuple[int, str]]:
    """Brackets and commas that stand in no string, each with its place."""
    return [(found.start(), found[0]) for found in _SIGN_OR_STRING.finditer(text) if found[0][0] not in "\"'"]
