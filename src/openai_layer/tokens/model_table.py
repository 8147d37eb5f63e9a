"""Models as public lists described them in November 2026; a snapshot, to be overridden where it aged.

Each row: name, encoding, context window, longest answer, longest prompt where that is less, rule for images, and
US dollars per million tokens of input, output, cached input and, where it can be fine-tuned, training. Prices are
those of the standard tier, of text, and below any length from which a longer prompt costs more. Rules for images are
the guide's or measured where that was possible, and the nearest relative's for the newest models.
"""

from __future__ import annotations

from typing import TypeAlias

from .images import ImageRule, PatchRule, TileRule

_Price: TypeAlias = (
    "tuple[float, float] | tuple[float, float, float | None] | tuple[float, float, float | None, float]"
)
_Row: TypeAlias = "tuple[str, str | None, int | None, int | None, int | None, ImageRule | None, _Price | None]"

_O200K, _CL100K, _HARMONY = "o200k_base", "cl100k_base", "o200k_harmony"
_K128, _O_SERIES, _GPT_41 = (128_000, 16_384, None), (200_000, 100_000, None), (1_047_576, 32_768, None)
_GPT_5, _GPT_54 = (400_000, 128_000, 272_000), (1_050_000, 128_000, 922_000)
_REALTIME, _TURBO, _TURBO_128 = (32_000, 4_096, None), (16_385, 4_096, None), (128_000, 4_096, None)
_NO_WINDOW = (None, None, None)

_TILES_4O, _TILES_4O_MINI = TileRule(85, 170), TileRule(85, 170, 100 / 3)
_TILES_O, _TILES_5 = TileRule(75, 150), TileRule(70, 140)
_PATCHES_5_MINI, _PATCHES_41_MINI, _PATCHES_NANO = PatchRule(1.2), PatchRule(1.62), PatchRule(2.46)
_PATCHES_O4_MINI, _PATCHES_54 = PatchRule(1.72), PatchRule(1.0, 2_500)

ROWS: tuple[_Row, ...] = (
    ("gpt-6.1-sol", _O200K, *_GPT_54, _PATCHES_54, (2, 10, 0.1)),
    ("gpt-6.1-terra", _O200K, *_GPT_54, _PATCHES_54, (1, 5, 0.05)),
    ("gpt-6-astra", _O200K, *_GPT_54, _PATCHES_54, (10, 50, 1)),
    ("gpt-6-sol", _O200K, *_GPT_54, _PATCHES_54, (2, 10, 0.2)),
    ("gpt-6-luna", _O200K, *_GPT_54, _PATCHES_54, (0.1, 0.5, 0.01)),
    ("gpt-daybreak-blue", _O200K, *_GPT_54, _PATCHES_54, (4, 20, 0.4)),
    ("gpt-daybreak-red", _O200K, *_GPT_5, _PATCHES_54, (12.5, 75, 1.25)),
    ("gpt-5.6", _O200K, *_GPT_54, _PATCHES_54, (4, 20, 0.4)),
    ("gpt-5.6-sol", _O200K, *_GPT_54, _PATCHES_54, (4, 20, 0.4)),
    ("gpt-5.6-terra", _O200K, *_GPT_54, _PATCHES_54, (2, 12, 0.2)),
    ("gpt-5.6-luna", _O200K, *_GPT_54, _PATCHES_54, (0.2, 1.2, 0.02)),
    ("gpt-5.6-cyber", _O200K, *_GPT_5, _PATCHES_54, (12.5, 75, 1.25)),
    ("gpt-5.5", _O200K, *_GPT_54, _PATCHES_54, (5, 30, 0.5)),
    ("gpt-5.5-pro", _O200K, *_GPT_54, _PATCHES_54, (30, 180)),
    ("gpt-5.4", _O200K, *_GPT_54, _PATCHES_54, (2.5, 15, 0.25)),
    ("gpt-5.4-pro", _O200K, *_GPT_54, _PATCHES_54, (30, 180)),
    ("gpt-5.4-mini", _O200K, *_GPT_5, _PATCHES_41_MINI, (0.75, 4.5, 0.075)),
    ("gpt-5.4-nano", _O200K, *_GPT_5, _PATCHES_NANO, (0.2, 1.25, 0.02)),
    ("gpt-5.3-chat", _O200K, *_K128, _TILES_5, (1.75, 14, 0.175)),
    ("gpt-5.3-codex", _O200K, *_GPT_5, _TILES_5, (1.75, 14, 0.175)),
    ("gpt-5.2", _O200K, *_GPT_5, _TILES_5, (1.75, 14, 0.175)),
    ("gpt-5.2-chat", _O200K, *_K128, _TILES_5, (1.75, 14, 0.175)),
    ("gpt-5.2-codex", _O200K, *_GPT_5, _TILES_5, (1.75, 14, 0.175)),
    ("gpt-5.2-pro", _O200K, *_GPT_5, _TILES_5, (21, 168)),
    ("gpt-5.1", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5.1-chat", _O200K, *_K128, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5.1-codex", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5.1-codex-max", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5.1-codex-mini", _O200K, *_GPT_5, _PATCHES_5_MINI, (0.25, 2, 0.025)),
    ("gpt-5.1-mini", _O200K, *_GPT_5, _PATCHES_5_MINI, None),
    ("gpt-5", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5-chat", _O200K, *_K128, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5-codex", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5-pro", _O200K, 400_000, 272_000, None, _TILES_5, (15, 120)),
    ("gpt-5-search-api", _O200K, *_GPT_5, _TILES_5, (1.25, 10, 0.125)),
    ("gpt-5-mini", _O200K, *_GPT_5, _PATCHES_5_MINI, (0.25, 2, 0.025)),
    ("gpt-5-nano", _O200K, *_GPT_5, _PATCHES_NANO, (0.05, 0.4, 0.005)),
    ("gpt-4.5-preview", _O200K, *_K128, _TILES_4O, (75, 150, 37.5)),
    ("gpt-4.1", _O200K, *_GPT_41, _TILES_4O, (2, 8, 0.5, 25)),
    ("gpt-4.1-mini", _O200K, *_GPT_41, _PATCHES_41_MINI, (0.4, 1.6, 0.1, 5)),
    ("gpt-4.1-nano", _O200K, *_GPT_41, _PATCHES_NANO, (0.1, 0.4, 0.025, 1.5)),
    ("gpt-4o", _O200K, *_K128, _TILES_4O, (2.5, 10, 1.25, 25)),
    ("gpt-4o-2024-05-13", _O200K, *_TURBO_128, _TILES_4O, (5, 15)),
    ("gpt-4o-mini", _O200K, *_K128, _TILES_4O_MINI, (0.15, 0.6, 0.075, 3)),
    ("chatgpt-4o", _O200K, *_K128, _TILES_4O, (5, 15)),
    ("gpt-4o-search-preview", _O200K, *_K128, None, (2.5, 10, 1.25)),
    ("gpt-4o-mini-search-preview", _O200K, *_K128, None, (0.15, 0.6, 0.075)),
    ("gpt-4o-audio-preview", _O200K, *_K128, None, (2.5, 10)),
    ("gpt-4o-mini-audio-preview", _O200K, *_K128, None, (0.15, 0.6)),
    ("gpt-4o-realtime-preview", _O200K, *_TURBO_128, None, (5, 20, 2.5)),
    ("gpt-4o-mini-realtime-preview", _O200K, *_TURBO_128, None, (0.6, 2.4, 0.3)),
    ("gpt-4o-transcribe", _O200K, 16_000, 2_000, None, None, (2.5, 10)),
    ("gpt-4o-transcribe-diarize", _O200K, 16_000, 2_000, None, None, (2.5, 10)),
    ("gpt-4o-mini-transcribe", _O200K, 16_000, 2_000, None, None, (1.25, 5)),
    ("gpt-4o-mini-tts", _O200K, *_NO_WINDOW, None, (0.6, 10)),
    ("gpt-audio", _O200K, *_K128, None, (2.5, 10)),
    ("gpt-audio-1.5", _O200K, *_K128, None, (2.5, 10)),
    ("gpt-audio-mini", _O200K, *_K128, None, (0.6, 2.4)),
    ("gpt-realtime", _O200K, *_REALTIME, None, (4, 16, 0.4)),
    ("gpt-realtime-1.5", _O200K, *_REALTIME, None, (4, 16, 0.4)),
    ("gpt-realtime-mini", _O200K, *_REALTIME, None, (0.6, 2.4, 0.06)),
    ("gpt-realtime-2", _O200K, 128_000, 32_000, None, None, (4, 24, 0.4)),
    ("gpt-realtime-2.1", _O200K, 128_000, 32_000, None, None, (4, 24, 0.4)),
    ("gpt-realtime-2.1-mini", _O200K, 128_000, 32_000, None, None, (0.6, 2.4, 0.06)),
    ("gpt-oss-20b", _HARMONY, 131_072, 131_072, None, None, None),
    ("gpt-oss-120b", _HARMONY, 131_072, 131_072, None, None, None),
    ("o4-mini", _O200K, *_O_SERIES, _PATCHES_O4_MINI, (1.1, 4.4, 0.275)),
    ("o4-mini-deep-research", _O200K, *_O_SERIES, _PATCHES_O4_MINI, (2, 8, 0.5)),
    ("o3", _O200K, *_O_SERIES, _TILES_O, (2, 8, 0.5)),
    ("o3-deep-research", _O200K, *_O_SERIES, _TILES_O, (10, 40, 2.5)),
    ("o3-pro", _O200K, *_O_SERIES, _TILES_O, (20, 80)),
    ("o3-mini", _O200K, *_O_SERIES, None, (1.1, 4.4, 0.55)),
    ("o1", _O200K, *_O_SERIES, _TILES_O, (15, 60, 7.5)),
    ("o1-pro", _O200K, *_O_SERIES, _TILES_O, (150, 600)),
    ("o1-preview", _O200K, 128_000, 32_768, None, None, (15, 60, 7.5)),
    ("o1-mini", _O200K, 128_000, 65_536, None, None, (1.1, 4.4, 0.55)),
    ("codex-mini", _O200K, *_O_SERIES, _PATCHES_O4_MINI, (1.5, 6, 0.375)),
    ("computer-use-preview", _O200K, 8_192, 1_024, None, TileRule(65, 129), (3, 12)),
    ("gpt-4", _CL100K, 8_192, 8_192, None, None, (30, 60)),
    ("gpt-4-32k", _CL100K, 32_768, 32_768, None, None, (60, 120)),
    ("gpt-4-turbo", _CL100K, *_TURBO_128, _TILES_4O, (10, 30)),
    ("gpt-4-turbo-preview", _CL100K, *_TURBO_128, None, (10, 30)),
    ("gpt-4-1106-preview", _CL100K, *_TURBO_128, None, (10, 30)),
    ("gpt-4-0125-preview", _CL100K, *_TURBO_128, None, (10, 30)),
    ("gpt-4-vision-preview", _CL100K, *_TURBO_128, _TILES_4O, (10, 30)),
    ("gpt-3.5-turbo", _CL100K, *_TURBO, None, (0.5, 1.5, None, 8)),
    ("gpt-3.5-turbo-1106", _CL100K, *_TURBO, None, (1, 2, None, 8)),
    ("gpt-3.5-turbo-0613", _CL100K, 4_096, 4_096, None, None, (1.5, 2, None, 8)),
    ("gpt-3.5-turbo-0301", _CL100K, 4_096, 4_096, None, None, (1.5, 2)),
    ("gpt-3.5-turbo-16k", _CL100K, 16_385, 16_385, None, None, (3, 4)),
    ("gpt-3.5-turbo-instruct", _CL100K, 4_096, 4_096, None, None, (1.5, 2)),
    ("davinci-002", _CL100K, 16_384, 4_096, None, None, (2, 2, None, 6)),
    ("babbage-002", _CL100K, 16_384, 4_096, None, None, (0.4, 0.4, None, 0.4)),
    ("ft:gpt-4.1", _O200K, *_GPT_41, _TILES_4O, (3, 12, 0.75)),
    ("ft:gpt-4.1-mini", _O200K, *_GPT_41, _PATCHES_41_MINI, (0.8, 3.2, 0.2)),
    ("ft:gpt-4.1-nano", _O200K, *_GPT_41, _PATCHES_NANO, (0.2, 0.8, 0.05)),
    ("ft:gpt-4o", _O200K, *_K128, _TILES_4O, (3.75, 15, 1.875)),
    ("ft:gpt-4o-mini", _O200K, *_K128, _TILES_4O_MINI, (0.3, 1.2, 0.15)),
    ("ft:o4-mini", _O200K, *_O_SERIES, _PATCHES_O4_MINI, (4, 16, 1)),
    ("ft:gpt-4", _CL100K, 8_192, 8_192, None, None, (30, 60)),
    ("ft:gpt-3.5-turbo", _CL100K, *_TURBO, None, (3, 6)),
    ("ft:davinci-002", _CL100K, 16_384, 4_096, None, None, (12, 12)),
    ("ft:babbage-002", _CL100K, 16_384, 4_096, None, None, (1.6, 1.6)),
    ("text-embedding-3-small", _CL100K, 8_192, None, None, None, (0.02, 0)),
    ("text-embedding-3-large", _CL100K, 8_192, None, None, None, (0.13, 0)),
    ("text-embedding-ada-002", _CL100K, 8_192, None, None, None, (0.1, 0)),
    *((name, "p50k_base", 4_097, 4_097, None, None, None) for name in ("text-davinci-003", "text-davinci-002")),
    *((name, "p50k_base", 8_001, 8_001, None, None, None) for name in ("code-davinci-002", "code-davinci-001")),
    *((name, "p50k_base", 2_048, 2_048, None, None, None) for name in ("code-cushman-002", "code-cushman-001")),
    *(
        (name, "p50k_edit", None, None, None, None, None)
        for name in ("text-davinci-edit-001", "code-davinci-edit-001")
    ),
    *(
        (name, "r50k_base", 2_049, 2_049, None, None, None)
        for size in ("davinci", "curie", "babbage", "ada")
        for name in (size, f"text-{size}-001")
    ),
)
