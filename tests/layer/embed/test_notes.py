"""What users' notes do with embeddings works as it stands: pandas, slices, NumPy, CSV."""

from __future__ import annotations

import ast
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from .words import WordAPI, vector


def get_embedding(client: Any, text: str, model: str = "text-embedding-3-small") -> Any:
    text = text.replace("\n", " ")
    return client.embeddings.create(input=[text], model=model).data[0].embedding


def normalize_l2(x: Any) -> Any:
    x = np.array(x)
    norm = np.linalg.norm(x)
    return x if norm == 0 else x / norm


def frame() -> Any:
    client = WordAPI().client()
    df = pd.DataFrame({"combined": ["Title: Good; Content: tasty\nfood", "Title: Bad; Content: stale"]})
    df["ada_embedding"] = df.combined.apply(lambda x: get_embedding(client, x, model="text-embedding-3-small"))
    return df


def test_a_column_of_embeddings() -> None:
    df = frame()
    assert [type(one) for one in df.ada_embedding] == [list, list]
    matrix = np.array(df.ada_embedding.tolist())
    assert matrix.shape == (2, 64)
    np.testing.assert_allclose(matrix[0], vector("Title: Good; Content: tasty food"), atol=1e-6)


@pytest.mark.parametrize("read", [ast.literal_eval, eval, json.loads])
def test_a_csv_file_reads_back_as_lists(read: Any, tmp_path: Any) -> None:
    df = frame()
    df.to_csv(tmp_path / "embedded.csv", index=False)
    again = pd.read_csv(tmp_path / "embedded.csv")
    back = again.ada_embedding.apply(read)
    assert back.tolist() == df.ada_embedding.tolist()
    assert back.apply(np.array)[0].shape == (64,)


@pytest.mark.parametrize("options", [{}, {"encoding_format": "float"}])
def test_a_shortened_embedding(options: Any) -> None:
    response = WordAPI().client().embeddings.create(model="text-embedding-3-small", input="Testing 123", **options)
    cut_dim = response.data[0].embedding[:16]
    assert len(cut_dim) == 16
    assert np.linalg.norm(normalize_l2(cut_dim)) == pytest.approx(1)
    assert json.loads(json.dumps(cut_dim)) == cut_dim
    assert eval(str(response.data[0].embedding)) == response.data[0].embedding
