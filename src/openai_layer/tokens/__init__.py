"""Tokens: counted without a network, kept within a model's window, and what they cost."""

from __future__ import annotations

from .costs import Cost, estimate_cost, usage_cost
from .counting import chunk_text, count_many, count_tokens, truncate_text
from .encodings import encoding_for, load_encoding
from .fitting import PromptTooLongError, fit_messages, prompt_limit
from .images import PatchRule, TileRule
from .messages import TokenReport, count_message_tokens, message_token_report
from .models import (
    MODELS,
    ModelInfo,
    ModelTable,
    Price,
    UnknownModelError,
    context_window,
    model_info,
    register_model,
)
from .rank_files import RankFileError

__all__ = [
    "MODELS",
    "Cost",
    "ModelInfo",
    "ModelTable",
    "PatchRule",
    "Price",
    "PromptTooLongError",
    "RankFileError",
    "TileRule",
    "TokenReport",
    "UnknownModelError",
    "chunk_text",
    "context_window",
    "count_many",
    "count_message_tokens",
    "count_tokens",
    "encoding_for",
    "estimate_cost",
    "fit_messages",
    "load_encoding",
    "message_token_report",
    "model_info",
    "prompt_limit",
    "register_model",
    "truncate_text",
    "usage_cost",
]
