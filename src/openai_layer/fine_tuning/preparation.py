"""Making training files of the tables and texts that people have, with all that was found on the way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias, get_args

from ..input_errors import InputError
from ..jsonl import write_lines
from ..whole_files import write_whole
from .cases import Case, Remark, Task
from .examples import COMPLETION, PROMPT, Example, Format, read_examples, rendered
from .marks import ending
from .remedies import OPTIONAL, mend
from .splitting import Split, divided, held_back
from .tables import read_table

Repairs: TypeAlias = Literal["suggest", "apply"] | Sequence[str]

_SHOWN_ROWS = 10


class Preparation(NamedTuple):
    """What was found in a file, and what was made of it.

    Attributes:
        path: The file, which is as it was.
        to: The format of the training files.
        task: What the examples teach.
        read: How many examples were read.
        examples: How many are left for training, once the repairs are made.
        held_back: How many are left for validation.
        remarks: What the checks found, in their order.
        train: The file for training; None where repairs were suggested only.
        valid: The file for validation, if there is one.
        separator: What ends every prompt in the legacy format, and has to end those that the model is asked.
        stop: What ends every completion in the legacy format: the ``stop`` of later calls.
    """

    path: Path
    to: Format
    task: Task
    read: int
    examples: int
    held_back: int
    remarks: tuple[Remark, ...]
    train: Path | None
    valid: Path | None
    separator: str
    stop: str

    def text(self, *, advice: bool = True) -> str:
        """A report in words.

        Args:
            advice: Whether it says, where nothing was written, which arguments write.
        """
        lines = [f"{self.path}: {self.read} examples read"]
        for remark in self.remarks:
            rows = ", ".join(map(str, remark.rows[:_SHOWN_ROWS]))
            more = f" and {len(remark.rows) - _SHOWN_ROWS} more" if len(remark.rows) > _SHOWN_ROWS else ""
            where = f" ({'lines' if remark.rows[1:] else 'line'} {rows}{more})" if rows else ""
            lines.append(f"- {remark.name}: {remark.found}{where}")
            if remark.repair:
                state = "" if remark.kind == "advice" else " [done]" if remark.applied else f" [{remark.kind}]"
                lines.append(f"    {remark.repair}{state}")
        written = [(self.train, self.examples, "training"), (self.valid, self.held_back, "validation")]
        lines += [f"{count} examples for {purpose}: {file}" for file, count, purpose in written if file]
        if self.train is None and advice:
            names = [remark.name for remark in self.remarks if remark.kind == "optional"]
            lines.append("Nothing was written: repairs='apply' makes all repairs and writes the file, and")
            lines.append(f"repairs={list(dict.fromkeys(names))!r}, or fewer of them, makes only these.")
        if self.train and self.separator:
            lines.append(f"End each prompt that you ask the model with {self.separator!r}.")
        if self.train and self.stop:
            lines.append(f"Call the model with stop=[{self.stop!r}].")
        return "\n".join(lines)


def prepare(
    path: str | PathLike[str],
    *,
    to: Format = "chat",
    prompt_column: str | None = None,
    completion_column: str | None = None,
    system: str | None = None,
    repairs: Repairs = "suggest",
    split: Split = None,
    output: str | PathLike[str] | None = None,
    seed: int = 0,
    overwrite: bool = False,
) -> Preparation:
    """Check the examples of a file, mend them, and write training files.

    The file is read into memory, and stays as it is. The same arguments write the same bytes.

    Args:
        path: ``.csv`` (with commas, semicolons or tabs), ``.tsv``, ``.xlsx`` (extra ``tables``), ``.json``,
            ``.jsonl``, or ``.txt`` with a completion on each line. Chats and preferences of JSON are carried as they
            are.
        to: ``"chat"``: prompts become messages of a user, completions of the assistant; ``"legacy"``: prompts and
            completions, for models that continue text.
        prompt_column: Which column has the prompts; ``prompt`` by rule, however it is capitalized.
        completion_column: Likewise.
        system: System message of each chat that has none.
        repairs: ``"suggest"`` writes nothing and says what ``"apply"`` would do; names of remarks make only these
            repairs, and an empty list only what is necessary.
        split: Share of the examples that is held back for validation; ``"auto"`` does so for classifications.
        output: Where to: a folder, or a file whose name gets ``_train`` and ``_valid`` where there are two. By rule
            beside the file that was read, with ``_prepared`` after its name.
        seed: Of the chance by which examples are held back.
        overwrite: Whether files of these names may be replaced; the file that was read never is.

    Raises:
        InputError: If the file cannot be read, has no such columns, mixes kinds of records or holds no usable
            example; if an argument makes no sense; if a file is there already. Then nothing is written.
        MissingDependencyError: If a spreadsheet is to be read and openpyxl is not installed.
    """
    source = Path(path)
    chosen = _chosen(repairs)
    if to not in get_args(Format):
        raise InputError(f"to is 'chat' or 'legacy', not {to!r}")
    if system is not None and to == "legacy":
        raise InputError("system is for to='chat'; in the legacy format there are no messages")
    table = read_table(source, (prompt_column or PROMPT, completion_column or COMPLETION))
    reading = read_examples(table, source, prompt_column, completion_column)
    if to == "legacy" and reading.examples[0].record is not None:
        problem = "these are chats, which have no legacy format; leave to='legacy' out"
        raise InputError(problem, path=source, line=reading.examples[0].line)
    case, remarks = mend(reading, to, chosen)
    if not case.examples:
        reasons = "; ".join(each.found for each in remarks if each.applied and each.rows)
        raise InputError(f"no example is left: {reasons}", path=source)
    valid_count = held_back(len(case.examples), split, classification=case.task == "classification")
    train, valid = divided(case.examples, valid_count, seed=seed)
    files: list[Path] = []
    if repairs == "suggest":
        remarks = [each._replace(applied=False) for each in remarks]
    else:
        files = _targets(source, output, bool(valid))
        _write(source, dict(zip(files, (train, valid), strict=False)), to, system, overwrite=overwrite)
    return Preparation(
        path=source,
        to=to,
        task=case.task,
        read=len(reading.examples),
        examples=len(train),
        held_back=len(valid),
        remarks=tuple(remarks),
        train=files[0] if files else None,
        valid=files[1] if files[1:] else None,
        separator=_mark(case, PROMPT),
        stop=_mark(case, COMPLETION),
    )


def _mark(case: Case, column: str) -> str:
    return "" if case.chat else ending(case.texts(column))


def _chosen(repairs: Repairs) -> Sequence[str]:
    if repairs in ("suggest", "apply"):
        return OPTIONAL
    if isinstance(repairs, str):
        raise InputError(f"repairs is 'suggest', 'apply' or a list of names, not {repairs!r}")
    for name in repairs:
        if name not in OPTIONAL:
            near = difflib.get_close_matches(name, OPTIONAL, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(OPTIONAL)}"
            raise InputError(f"there is no repair named {name!r}; {hint}")
    return repairs


def _targets(source: Path, output: str | PathLike[str] | None, two: bool) -> list[Path]:
    base = source.with_name(f"{source.stem}_prepared.jsonl")
    if output is not None:
        base = Path(output) / base.name if Path(output).is_dir() else Path(output)
    if not two:
        return [base]
    return [base.with_name(f"{base.stem}_{part}{base.suffix or '.jsonl'}") for part in ("train", "valid")]


def _write(source: Path, files: dict[Path, list[Example]], to: Format, system: str | None, *, overwrite: bool) -> None:
    """All of the files, or none."""
    made: list[Path] = []
    for file in files:
        if file.exists() and file.samefile(source):
            raise InputError("this is the file that was read; name another output", path=file)
    try:
        with ExitStack() as opened:
            for file, examples in files.items():
                if not file.exists():
                    opened.push(_noting(made, file))
                stream = opened.enter_context(write_whole(file, overwrite=overwrite))
                write_lines(stream, _records(examples, to, system))
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise


def _noting(made: list[Path], file: Path) -> Callable[[object, object, object], None]:
    """Notes a file that has taken its name, which it does when its block is left without an error."""

    def leave(kind: object, error: object, trace: object) -> None:
        if kind is None:
            made.append(file)

    return leave


def _records(examples: Iterable[Example], to: Format, system: str | None) -> Iterable[dict[str, object]]:
    return (rendered(example, to, system) for example in examples)
