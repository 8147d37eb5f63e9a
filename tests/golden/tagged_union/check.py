"""Members of a union are told apart by their tag, stated or not; an unknown tag does no harm."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    types = package.types
    drawing = {
        "shape": {"kind": "round", "radius": 2},
        "layers": [{"type": "image", "url": "u"}, {"type": "text", "text": "t"}, {"type": "sound", "loud": True}],
    }
    exchange = call(package, lambda client: client.shapes.create(shape={"kind": "square", "side": 1.5}), drawing)
    assert exchange.body == {"shape": {"kind": "square", "side": 1.5}}
    answer = exchange.answer
    assert isinstance(answer.shape, types.Circle)
    assert isinstance(answer, types.Drawing)
    image, text, unknown = answer.layers
    assert (type(image).__name__, image.url) == ("Image", "u")
    assert (type(text).__name__, text.text) == ("Text", "t")
    assert (unknown.type, unknown.loud) == ("sound", True)
    assert answer.to_dict() == drawing
