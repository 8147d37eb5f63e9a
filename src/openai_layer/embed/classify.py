"""Classes of texts: by what their labels mean, or learned from examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from ..extras import load_extra
from ..input_errors import InputError
from .calls import embed_texts, embed_texts_async
from .job import EmbedOptions, listed
from .numpy_extra import Floats, np
from .vectors import as_table, cosine_similarity

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._client import AsyncOpenAI, OpenAI


class ZeroShot(NamedTuple):
    """The nearest label of each text."""

    labels: list[str]
    scores: Floats
    """Cosine similarity of each text to each label in their order, shape (texts, labels)."""


class LabelScore(NamedTuple):
    """How well one label is told, among examples that were kept back."""

    precision: float
    """Share of those given the label that bear it."""
    recall: float
    """Share of those bearing the label that were given it."""
    f1: float
    support: int
    """Examples that bear it."""


class Report(NamedTuple):
    """How well a classifier does on examples that it has not seen."""

    accuracy: float
    baseline: float
    """What always naming the most frequent label would reach; a classifier must be well above it."""
    by_label: dict[str, LabelScore]
    confusion: Any
    """How many of label i (row) were called label j (column), in the order of ``by_label``."""
    tested: int

    def __str__(self) -> str:
        """A table for people."""
        width = max(len("label"), *(len(label) for label in self.by_label))
        rows = [f"{'label':{width}}  precision  recall    f1  count"]
        rows += [
            f"{label:{width}}  {one.precision:9.2f}  {one.recall:6.2f}  {one.f1:4.2f}  {one.support:5}"
            for label, one in self.by_label.items()
        ]
        rows.append(f"accuracy {self.accuracy:.2f} on {self.tested} (most frequent label: {self.baseline:.2f})")
        return "\n".join(rows)


@frozen
class Classifier:
    """A classifier that was trained on vectors; may be pickled.

    Attributes:
        labels: What it tells apart.
        report: How well it does.
        model: scikit-learn's.
    """

    labels: tuple[str, ...]
    report: Report
    model: Any

    def predict(self, vectors: Any) -> list[str]:
        """The label of each vector, shape (n, d); raises an InputError as ``Index``."""
        return [self.labels[index] for index in self.probabilities(vectors).argmax(axis=1)]

    def probabilities(self, vectors: Any) -> Floats:
        """How likely each label is, shape (n, labels), in the order of ``labels``; raises as ``predict``."""
        table = as_table(vectors)
        if table.shape[1] != self.model.n_features_in_:
            raise InputError(f"vectors has {table.shape[1]} dimensions, and those learned {self.model.n_features_in_}")
        found: Floats = self.model.predict_proba(table)
        return found


def zero_shot(
    client: OpenAI, texts: Iterable[str], labels: Sequence[str] | Mapping[str, str], **options: Unpack[EmbedOptions]
) -> ZeroShot:
    """Give each text the label whose own vector is nearest; no examples are needed.

    Args:
        client: To embed with.
        texts: To be labelled.
        labels: Two or more; or label to a sentence that says what it means, which is mostly better than a bare word.
        options: See ``EmbedOptions``.

    Raises:
        InputError: If there are fewer than two labels, or no texts; else as ``embed_texts``.
    """
    every, meanings = _asked(texts, labels)
    return _nearest(list(labels), len(every), embed_texts(client, [*every, *meanings], **options))


async def zero_shot_async(
    client: AsyncOpenAI,
    texts: Iterable[str],
    labels: Sequence[str] | Mapping[str, str],
    **options: Unpack[EmbedOptions],
) -> ZeroShot:
    """Give each text the label whose own vector is nearest; arguments and answer are those of ``zero_shot``."""
    every, meanings = _asked(texts, labels)
    return _nearest(list(labels), len(every), await embed_texts_async(client, [*every, *meanings], **options))


def train_classifier(vectors: Any, labels: Sequence[str], *, test_share: float = 0.2, seed: int = 0) -> Classifier:
    """Learn labels from examples: logistic regression, its classes weighted by how rare they are.

    The report comes from a part that is kept back, with the labels in the same shares; the classifier itself is then
    trained on all examples.

    Args:
        vectors: Shape (n, d).
        labels: Of each vector.
        test_share: Part to keep back, above 0 and below 1.
        seed: Of the split.

    Raises:
        InputError: If labels and vectors are not equally many, there is one label only, or a label has fewer than two
            examples; else as ``Index``.
        MissingDependencyError: If scikit-learn is not installed.
    """
    table, names = as_table(vectors), [str(label) for label in labels]
    _check_examples(table, names, test_share)
    selection = load_extra("sklearn.model_selection", extra="analysis", purpose="training a classifier")
    kinds = sorted(set(names))
    targets = np.array([kinds.index(name) for name in names])
    kept_back = min(max(len(kinds), round(test_share * len(names))), len(names) - len(kinds))
    seen, unseen = selection.train_test_split(
        np.arange(len(names)), test_size=kept_back, stratify=targets, random_state=seed
    )
    told = _fitted(table[seen], targets[seen]).predict(table[unseen])
    return Classifier(tuple(kinds), _report(kinds, targets[unseen], told), _fitted(table, targets))


def _asked(texts: Iterable[str], labels: Sequence[str] | Mapping[str, str]) -> tuple[list[str], list[str]]:
    every = listed(texts)
    if isinstance(labels, str) or len(set(labels)) < 2:
        raise InputError(f"labels is {labels!r:.60}; expected two different labels or more")
    if not every:
        raise InputError("texts is empty; expected one text or more")
    return every, list(labels.values() if isinstance(labels, Mapping) else labels)


def _nearest(labels: list[str], count: int, table: Floats) -> ZeroShot:
    scores = cosine_similarity(table[:count], table[count:])
    return ZeroShot([labels[index] for index in scores.argmax(axis=1)], scores)


def _check_examples(table: Floats, names: Sequence[str], test_share: float) -> None:
    if len(names) != len(table):
        raise InputError(f"there are {len(table)} vectors and {len(names)} labels")
    if not 0 < test_share < 1:
        raise InputError(f"test_share is above 0 and below 1, not {test_share}")
    counts = Counter(names)
    if len(counts) < 2:
        raise InputError(f"all labels are {names[0]!r}; expected two different labels or more")
    if few := [name for name, count in counts.items() if count < 2]:
        position = names.index(few[0])
        raise InputError(f"labels[{position}]: {few[0]!r} has one example; two or more are needed, ten are better")


def _fitted(table: Floats, targets: Any) -> Any:
    linear = load_extra("sklearn.linear_model", extra="analysis", purpose="training a classifier")
    return linear.LogisticRegression(max_iter=2000, class_weight="balanced", C=10).fit(table, targets)


def _report(kinds: Sequence[str], right: Any, told: Any) -> Report:
    confusion = np.zeros((len(kinds), len(kinds)), np.intp)
    np.add.at(confusion, (right, told), 1)
    hits, given, borne = np.diag(confusion), confusion.sum(axis=0), confusion.sum(axis=1)
    by_label = {
        kind: LabelScore(hit / max(1, called), hit / max(1, count), 2 * hit / max(1, called + count), count)
        for kind, hit, called, count in zip(kinds, hits.tolist(), given.tolist(), borne.tolist(), strict=True)
    }
    return Report(hits.sum().item() / len(right), borne.max().item() / len(right), by_label, confusion, len(right))
