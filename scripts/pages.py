"""Write the pages of the documentation that are made of the code: ``python -m scripts.pages``.

A test holds each to what it is made of; this is what to run when it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from specloom.commands import config_page
from specloom.commands import page as commands_page
from specloom.diff import page as rules_page
from specloom.diff import schema_page
from specloom.emit import page as views_page
from specloom.prepare import page as passes_page

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "diff-rules.md": rules_page.page,
    "prepare.md": passes_page.page,
    "reference/commands.md": commands_page.page,
    "reference/report-json.md": schema_page.page,
    "reference/specloom-toml.md": config_page.page,
    "templates.md": lambda: views_page.whole_page((DOCS / "templates.md").read_text("utf-8")),
}


def main() -> None:
    """Write those that are not as they should be."""
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"docs/{name} is written anew")


if __name__ == "__main__":
    main()
