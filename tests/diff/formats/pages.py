"""Reviews as pages: what the tests of the HTML report look at."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import evolve

from specloom.diff.report import Review
from tests.diff.formats.made import printed
from tests.diff.shop import (
    Json,
    add_color,
    add_status,
    drop_delete,
    drop_name,
    need_age,
    other_words,
    pet,
    rename_order,
    reviewed,
)

VOID = {"meta", "link", "input"}
HOSTILE = '</script></style></code>"\'><img src=x onerror="hacked=1"><script>hacked=1</script>\u202e\x1b[31m{{7*7}}'


class Page(HTMLParser):
    """A page taken apart.

    Attributes:
        elements: Tags with their attributes, in their order.
        texts: What stands between tags, by the tag that holds it.
        open: Tags that are open; none at the end of a page that is well made.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert len(attrs) == len(dict(attrs)), f"an attribute twice: {tag} {attrs}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An end closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        """Attributes of all elements of some tags."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def text(self, *tags: str) -> str:
        """All that stands within some tags, or on the whole page but its style and its script."""
        return "".join(text for tag, text in self.texts if (tag in tags if tags else tag not in {"style", "script"}))


def shop_review() -> Review:
    """Changes of every verdict, one of them accepted."""
    edits = (drop_name, drop_delete, add_color, add_status, need_age, other_words, rename_order)
    gone = next(one for one in reviewed(*edits).findings if one.rule == "operation-removed")
    return reviewed(*edits, accepted={gone.fingerprint: "Nobody ever called it."})


def nested_review() -> Review:
    """Findings of a resource, of one within it, and of one that is called alike."""
    review = shop_review()
    resources = ("chat",), ("chat.completions",), ("chatter",)
    findings = (evolve(one, resources=names) for one, names in zip(review.findings, resources, strict=False))
    return evolve(review, findings=tuple(findings))


def many(times: int) -> Review:
    """The same findings again and again, under fingerprints of their own."""
    review = shop_review()
    findings = [one for _ in range(times) for one in review.findings]
    return evolve(review, findings=tuple(evolve(one, fingerprint=printed(at)) for at, one in enumerate(findings)))


def hostile_review() -> Review:
    """Names, values, words and reasons that would like to be markup."""

    def edit(document: Json) -> None:
        document["info"] = {"title": f"Shop {HOSTILE}", "version": f"2 {HOSTILE}"}
        document["paths"]["/pets"]["get"]["description"] = HOSTILE
        pet(document)[HOSTILE] = {"type": "string", "default": HOSTILE}
        pet(document)["status"]["enum"].append(HOSTILE)
        document["components"]["schemas"]["NewPet"]["properties"]["age"]["maximum"] = 10
        document["components"]["schemas"]["NewPet"]["required"].append("age")

    findings = reviewed(edit).findings
    return reviewed(edit, accepted={one.fingerprint: HOSTILE for one in findings if one.verdict == "breaking"})


def fingerprints(review: Review, *rules: str) -> Iterator[str]:
    """Those of the findings of some rules."""
    return (one.fingerprint for one in review.findings if one.rule in rules)
