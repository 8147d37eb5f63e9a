"""Embeddings of many texts, and what they are good for (extra ``embeddings``; ``analysis`` and ``plot`` for some).

``plan`` and ``job`` decide what is asked for and how answers are put together; ``calls`` drives both kinds of client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import Answer as Answer
    from .answers import AsyncDocumentIndex as AsyncDocumentIndex
    from .answers import DocumentIndex as DocumentIndex
    from .answers import Found as Found
    from .cache import EmbeddingCache as EmbeddingCache
    from .calls import Embedded as Embedded
    from .calls import embed_iter as embed_iter
    from .calls import embed_iter_async as embed_iter_async
    from .calls import embed_texts as embed_texts
    from .calls import embed_texts_async as embed_texts_async
    from .classify import Classifier as Classifier
    from .classify import Report as Report
    from .classify import ZeroShot as ZeroShot
    from .classify import train_classifier as train_classifier
    from .classify import zero_shot as zero_shot
    from .classify import zero_shot_async as zero_shot_async
    from .documents import Passage as Passage
    from .groups import Clusters as Clusters
    from .groups import Diversity as Diversity
    from .groups import Outliers as Outliers
    from .groups import cluster as cluster
    from .groups import diversity as diversity
    from .groups import outliers as outliers
    from .job import EmbedOptions as EmbedOptions
    from .maps import plot_map as plot_map
    from .near import Hit as Hit
    from .near import Index as Index
    from .near import recommend as recommend
    from .near import search as search
    from .vectors import as_table as as_table
    from .vectors import cosine_similarity as cosine_similarity
    from .vectors import distances as distances
    from .vectors import normalize as normalize
    from .vectors import shorten as shorten
else:
    from ..._runtime.exports import lazy_exports

    _PLACES = {
        ".answers": ("Answer", "AsyncDocumentIndex", "DocumentIndex", "Found"),
        ".cache": ("EmbeddingCache",),
        ".calls": ("Embedded", "embed_iter", "embed_iter_async", "embed_texts", "embed_texts_async"),
        ".classify": ("Classifier", "Report", "ZeroShot", "train_classifier", "zero_shot", "zero_shot_async"),
        ".documents": ("Passage",),
        ".groups": ("Clusters", "Diversity", "Outliers", "cluster", "diversity", "outliers"),
        ".job": ("EmbedOptions",),
        ".maps": ("plot_map",),
        ".near": ("Hit", "Index", "recommend", "search"),
        ".vectors": ("as_table", "cosine_similarity", "distances", "normalize", "shorten"),
    }
    __getattr__, __dir__ = lazy_exports(
        __name__, {name: f"{module}:{name}" for module, names in _PLACES.items() for name in names}
    )
