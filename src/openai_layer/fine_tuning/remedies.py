"""The checks of the legacy preparation tool in its order, each with what was found and what would mend it.

A model that continues text must be told where a prompt and where an answer ends, so that separators and stop sequences
are added in the legacy format. A chat says so by itself: there the same marks are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from .cases import Case, Kind, Remark
from .examples import COMPLETION, PROMPT, Example, Format, Reading
from .marks import SEPARATORS, STOPS, beginning, ending

FEW = 100
LONG = 10_000
"""Characters of prompt and completion together."""
LONG_PROMPT_PREFIX = 12
LONG_COMPLETION_PREFIX = 5


Check: TypeAlias = Callable[[Case], Iterator[tuple[Remark, list[Example] | None]]]


def mend(reading: Reading, to: Format, chosen: Collection[str]) -> tuple[Case, list[Remark]]:
    """Run the checks, each on what the repairs before it have left.

    Args:
        reading: What was read.
        to: Which format the examples will have.
        chosen: Names of the optional repairs to make; necessary ones are made in any case.

    Returns:
        The examples as they are then, and what was found.
    """
    case, remarks = Case(reading, reading.examples, to), []
    for check in CHECKS.values():
        for remark, repaired in check(case):
            applied = remark.kind == "necessary" or (remark.kind == "optional" and remark.name in chosen)
            remarks.append(remark._replace(applied=applied))
            if applied and repaired is not None:
                case = case._replace(examples=repaired)
        if not case.examples:
            break
    return case, remarks


def _number(case: Case) -> Iterator[tuple[Remark, None]]:
    if case.reading.note:
        yield Remark("note", case.reading.note), None
    if (count := len(case.examples)) < FEW:
        advice = "50 to 100 are a good start, and each doubling helps"
        if count < 10:
            advice = f"the API takes no fewer than 10; {advice}"
        yield (
            Remark(
                "number_of_examples", f"there {'is' if count == 1 else 'are'} {_many(count, 'example')}", repair=advice
            ),
            None,
        )


def _columns(case: Case) -> Iterator[tuple[Remark, None]]:
    for found, role in case.reading.renamed.items():
        yield Remark("columns", f"the column {found!r}", repair=f"is taken for {role!r}", kind="necessary"), None


def _extra(case: Case) -> Iterator[tuple[Remark, None]]:
    if extra := case.reading.extra:
        listed = ", ".join(repr(name) for name in extra)
        found = f"{_many(len(extra), 'column')} beside prompt and completion: {listed}"
        yield Remark("extra_columns", found, repair="are left out", kind="necessary"), None


def _empty(case: Case) -> Iterator[tuple[Remark, list[Example]]]:
    yield from _without("empty_completions", case, [e for e in case.examples if not e.completion.strip()], "necessary")


def _task(case: Case) -> Iterator[tuple[Remark, None]]:
    unique = len({example.completion for example in case.examples})
    found = f"it looks like {case.task}: {unique} different completions in {len(case.examples)} examples"
    hold = "split='auto' holds a fifth of them back, by which the model is measured"
    yield Remark("task_type", found, repair=hold if case.task == "classification" else ""), None


def _duplicates(case: Case) -> Iterator[tuple[Remark, list[Example]]]:
    seen: set[tuple[str, str]] = set()
    again = []
    for example in case.examples:
        key = example.prompt, example.completion
        if key in seen:
            again.append(example)
        seen.add(key)
    yield from _without("duplicates", case, again, "optional")


def _long(case: Case) -> Iterator[tuple[Remark, list[Example] | None]]:
    long = [example for example in case.examples if len(example.prompt) + len(example.completion) > LONG]
    if case.chat and long:
        found = f"{_many(len(long), 'example')} {_FOUND['long_examples']}"
        yield Remark("long_examples", found, _lines(long), "count their tokens: what is too long is cut"), None
    else:
        yield from _without("long_examples", case, long, "optional")


def _upper(case: Case) -> Iterator[tuple[Remark, list[Example]]]:
    for column in (PROMPT, COMPLETION) if case.pairs else ():
        letters: Counter[str] = Counter()
        for text in case.texts(column):
            letters.update(text)
        upper = sum(count for letter, count in letters.items() if letter.isupper())
        lower = sum(count for letter, count in letters.items() if letter.islower())
        if upper * 2 > lower:
            found = f"the {column}s are mostly upper-case: {upper:,} letters, and {lower:,} lower-case ones"
            case = case._replace(examples=case.changed(column, str.lower))
            repair = f"write the {column}s in lower case, which models know better"
            yield Remark("lower_case", found, repair=repair, kind="optional"), case.examples


def _prompt_suffix(case: Case) -> Iterator[tuple[Remark, list[Example] | None]]:
    if not case.pairs or case.task == "open-ended generation":
        return
    prompts = case.texts(PROMPT)
    if len(prompts) > 1 and len(set(prompts)) == 1:
        yield Remark("prompt_suffix", "all prompts are the same", repair="leave them empty"), None
    else:
        yield from _mark("prompt_suffix", case, PROMPT, _separators(prompts), "a separator tells where a prompt ends")


def _prompt_prefix(case: Case) -> Iterator[tuple[Remark, list[Example] | None]]:
    prefix = beginning(case.texts(PROMPT)) if case.pairs else ""
    if len(prefix) <= LONG_PROMPT_PREFIX:
        return
    found = f"all prompts begin with {prefix!r}"
    if case.chat:
        yield Remark("prompt_prefix", found, repair="say it once, as the system message: system=..."), None
    else:
        repaired = case.changed(PROMPT, lambda text: text.removeprefix(prefix))
        repair = "leave it out: what is the same in all prompts teaches nothing"
        yield Remark("prompt_prefix", found, repair=repair, kind="optional"), repaired


def _completion_prefix(case: Case) -> Iterator[tuple[Remark, list[Example]]]:
    texts = [text.lstrip() for text in case.texts(COMPLETION)] if case.pairs else []
    prefix = beginning(texts) if texts else ""
    if len(prefix) >= LONG_COMPLETION_PREFIX:
        repair = "leave it out: the model would write it each time"
        repaired = case.changed(COMPLETION, lambda text: text.replace(prefix, "", 1))
        found = f"all completions begin with {prefix!r}"
        yield Remark("completion_prefix", found, repair=repair, kind="optional"), repaired


def _completion_suffix(case: Case) -> Iterator[tuple[Remark, list[Example] | None]]:
    # The classes of a classification end by themselves, and an open end needs none.
    if case.pairs and (case.chat or case.task == "conditional generation"):
        yield from _mark("completion_suffix", case, COMPLETION, STOPS, "a stop sequence tells where a completion ends")


def _leading_space(case: Case) -> Iterator[tuple[Remark, list[Example]]]:
    if not case.pairs:
        return
    if case.chat:
        meant = [example for example in case.examples if example.completion[:1].isspace()]
        found, repair = "with white space before it", "leave it out"
    else:
        meant = [example for example in case.examples if not example.completion[:1].isspace()]
        found, repair = "without a space before it", "put one there: most words have it in their token"
    if meant:
        change: Callable[[str], str] = _unspaced if case.chat else _spaced
        text = f"{_many(len(meant), 'completion')} {found}"
        yield Remark("leading_space", text, _lines(meant), repair, "optional"), case.changed(COMPLETION, change)


def _unspaced(text: str) -> str:
    return text.lstrip()


def _spaced(text: str) -> str:
    return text if text[:1].isspace() else f" {text}"


def _mark(
    name: str, case: Case, column: str, candidates: Sequence[str], purpose: str
) -> Iterator[tuple[Remark, list[Example] | None]]:
    """A mark at the end of all texts: to be left out of a chat, and to be put where a model continues text."""
    texts = case.texts(column)
    mark = ending(texts)
    if case.chat:
        if mark in SEPARATORS or mark in STOPS:
            found, repair = f"all {column}s end with {mark!r}", "leave it out: in a chat each text ends by itself"
            yield Remark(name, found, repair=repair, kind="optional"), case.changed(column, _removed(mark))
    elif mark:
        inside = [e for e in case.examples if mark in getattr(e, column).removesuffix(mark)]
        if inside:
            found = f"{mark!r}, with which all {column}s end, is also inside {_many(len(inside), column)}"
            yield Remark(name, found, _lines(inside), "choose a mark that is nowhere else"), None
    else:
        free = next((each for each in candidates if not any(each in text for text in texts)), "")
        found, repair = f"the {column}s have no common ending; {purpose}", f"put {free!r} after each"
        if free:
            yield Remark(name, found, repair=repair, kind="optional"), case.changed(column, lambda text: text + free)
        else:
            yield Remark(name, found, repair="choose a mark that is in none of them, and put it after each"), None


def _removed(mark: str) -> Callable[[str], str]:
    return lambda text: text.removesuffix(mark)


def _separators(prompts: Iterable[str]) -> list[str]:
    """Short ones first where the prompts are short."""
    short = all(len(prompt) < 200 and "\n" not in prompt for prompt in prompts)
    return sorted(SEPARATORS, key=lambda mark: ("\n" in mark) is short)


def _without(name: str, case: Case, meant: Sequence[Example], kind: Kind) -> Iterator[tuple[Remark, list[Example]]]:
    if meant:
        dropped = set(map(id, meant))  # a line may have several examples: an array of JSON
        left = [example for example in case.examples if id(example) not in dropped]
        text = f"{_many(len(meant), 'example')} {_FOUND[name]}"
        yield Remark(name, text, _lines(meant), "leave them out", kind), left


_FOUND = {
    "empty_completions": "with an empty completion",
    "duplicates": "that came before, word for word",
    "long_examples": f"with more than {LONG:,} characters",
}


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _lines(examples: Iterable[Example]) -> tuple[int, ...]:
    return tuple(example.line for example in examples)


CHECKS: dict[str, Check] = {
    "number_of_examples": _number,
    "columns": _columns,
    "extra_columns": _extra,
    "empty_completions": _empty,
    "task_type": _task,
    "duplicates": _duplicates,
    "long_examples": _long,
    "lower_case": _upper,
    "prompt_suffix": _prompt_suffix,
    "prompt_prefix": _prompt_prefix,
    "completion_prefix": _completion_prefix,
    "completion_suffix": _completion_suffix,
    "leading_space": _leading_space,
}
"""By name, in the order in which they run."""

OPTIONAL = (
    "duplicates", "long_examples", "lower_case", "prompt_suffix", "prompt_prefix", "completion_prefix",
    "completion_suffix", "leading_space",
)  # fmt: skip
"""Repairs that may be asked for."""
