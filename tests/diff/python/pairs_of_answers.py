"""Pairs about answers: what callers read."""

from __future__ import annotations

from tests.diff.python.pairs_of_methods import ANSWER, ORDER
from tests.diff.python.workshop import Pair

LINE = 'line = client.orders.lines.retrieve("line-1", order_id="order-1")\n'
STATES = "from typing import Literal\n" + ORDER
TAGGED = ORDER + 'if order.payment.kind == "cash":\n    print(order.payment.currency)'
ELSE = """
from shop.types import Card
order = client.orders.retrieve("order-1")
print(order.payment.number if isinstance(order.payment, Card) else order.payment.currency)
"""
CASH = "{$ref: '#/components/schemas/Cash'}"
CARD = "{$ref: '#/components/schemas/Card'}"
VOUCHER = """
Voucher: {type: object, required: [kind, %s], properties: {kind: {type: string, const: voucher}, %s: {type: number}}}
Payment/oneOf/+: {$ref: '#/components/schemas/Voucher'}
"""

FIELDS = (
    Pair("a field is removed", "Order/properties/note: ~", ORDER + "print(order.note)", "breaking",
         "python-field-removed", wire="warning"),
    Pair("a field is added", "Order/properties/gift: {type: boolean}", ORDER + "print(order.note)", "safe",
         "python-field-added", wire="safe"),
    Pair("a field has another type", "Order/properties/id: {type: integer}", ORDER + "print(order.id.upper())",
         "breaking", "python-field-retyped", wire="breaking"),
    Pair("a field holds a whole number", "Order/properties/total: {type: integer}",
         ORDER + "total: float = order.total\nprint(total / 2)", "safe", wire="safe"),
    Pair("a field holds any number", "Line/properties/size: {type: number}", LINE + "print([1] * (line.size or 0))",
         "breaking", "python-field-retyped", old="Line/properties/size: {type: integer}", wire="breaking"),
    Pair("a field may be missing",
         "Order/required: [state, total, nick, tags, payment, address, ways]", ORDER + "print(order.id.upper())",
         "breaking", "python-field-optional", wire="breaking"),
    Pair("a field is always there", "Order/required/+: note", ORDER + "print((order.note or '').upper())", "safe",
         wire="safe"),
    Pair("a field may be null", "Order/properties/id: {type: [string, 'null']}", ORDER + "print(order.id.upper())",
         "breaking", "python-field-optional", wire="breaking"),
    Pair("a field that may be missing may be null", "Order/properties/note: {type: [string, 'null']}",
         ORDER + "print((order.note or '').upper())", "safe", wire="breaking"),
    Pair("a field may no longer be null", "Order/properties/nick: {type: string}",
         ORDER + "print((order.nick or '').upper())", "safe", wire="safe"),
    Pair("a field gains a value", "Order/properties/state/enum: [waiting, baking, done, burnt]",
         ORDER + 'print(order.state == "done")', "warning", "python-field-values-added", wire="warning",
         counting=STATES + 'state: Literal["waiting", "baking", "done"] = order.state\nprint(state)'),
    Pair("a field loses a value", "Order/properties/state/enum: [waiting, done]",
         ORDER + 'print(order.state == "baking")', "breaking", "python-field-values-removed", wire="safe"),
    Pair("a field has a list of other values", "Order/properties/state/enum: [new, done]",
         ORDER + 'print(order.state == "baking")', "breaking", "python-field-values-removed"),
    Pair("a field may have any text", "Order/properties/state: {type: string}",
         ORDER + 'print(order.state == "done")', "warning", "python-field-values-opened", wire="breaking",
         counting=STATES + 'state: Literal["waiting", "baking", "done"] = order.state\nprint(state)'),
    Pair("a field may have any text besides known ones",
         "Order/properties/state: {anyOf: [{type: string}, {type: string, enum: [waiting, baking, done]}]}",
         ORDER + 'print(order.state == "done")', "warning", "python-field-values-opened",
         counting=STATES + 'state: Literal["waiting", "baking", "done"] = order.state\nprint(state)'),
    Pair("an open list of values gains one",
         "Order/properties/state: {anyOf: [{type: string}, {type: string, enum: [waiting, baking, done]}]}",
         ORDER + 'print(order.state == "done")', "safe", wire="safe",
         old="Order/properties/state: {anyOf: [{type: string}, {type: string, enum: [waiting, baking]}]}"),
    Pair("a field has one of a few texts", "Order/properties/note: {type: string, enum: [fast, slow]}",
         ORDER + 'print(order.note == "fast")', "warning", "python-field-narrowed", wire="safe",
         counting=ORDER + 'print(order.note == "lukewarm")'),
    Pair("items of a list gain a value", "Order/properties/ways/items/enum: [bike, car, boat]",
         ORDER + 'print("bike" in order.ways)', "warning", "python-field-values-added", wire="warning",
         counting=STATES + 'ways: list[Literal["bike", "car"]] = order.ways\nprint(ways)'),
    Pair("items of a list lose a value", "Order/properties/ways/items/enum: [bike, foot]",
         ORDER + 'print([way for way in order.ways if way == "car"])', "breaking", "python-field-values-removed",
         old="Order/properties/ways/items/enum: [bike, foot, car]", wire="safe"),
    Pair("items of a list may be null", "Order/properties/tags/items: {type: [string, 'null']}",
         ORDER + 'print(", ".join(order.tags))', "breaking", "python-field-retyped", wire="breaking"),
    Pair("items of a list may no longer be null", "Order/properties/tags/items: {type: string}",
         ORDER + 'print(", ".join(tag or "-" for tag in order.tags))', "warning", "python-field-narrowed", wire="safe",
         old="Order/properties/tags/items: {type: [string, 'null']}",
         counting=ORDER + "tags: list[str | None] = order.tags\nprint(tags)"),
    Pair("a list is one of its items", "Order/properties/tags: {type: string}",
         ORDER + "order.tags.append('x')", "breaking", "python-field-retyped", wire="breaking"),
    Pair("a field of a part without a name is removed", "Cake/properties/box/properties/width: ~",
         "for cake in client.cakes.list():\n    print(cake.box.width if cake.box else 0)", "breaking",
         "python-field-removed", old="Cake/properties/box/properties/depth: {type: number}"),
    Pair("a field is deprecated", "Order/properties/note/deprecated: true", ORDER + "print(order.note)", "safe",
         wire="safe"),
    Pair("a field is bound", "Order/properties/note: {type: string, maxLength: 9}", ORDER + "print(order.note)",
         "safe"),
    Pair("a named list of values gains one", "LineKind/enum: [cake, icing, candle]",
         LINE + 'print(line.kind == "cake")',
         "warning", "python-type-values-added", wire="warning",
         counting="from typing import Literal\n" + LINE + 'kind: Literal["cake", "icing"] | None = line.kind'),
    Pair("a named list of values loses one", "LineKind/enum: [cake, sugar]", LINE + 'print(line.kind == "icing")',
         "breaking", "python-type-values-removed", wire="safe", old="LineKind/enum: [cake, sugar, icing]"),
)  # fmt: skip

UNIONS = (
    Pair("a new kind has what all kinds had", VOUCHER % ("amount", "amount"),
         TAGGED + "\nprint(order.payment.amount)", "warning", "python-type-kinds-added", wire="breaking",
         counting=ELSE),
    Pair("a new kind lacks what all kinds had", VOUCHER % ("value", "value"), ORDER + "print(order.payment.amount)",
         "breaking", "python-type-retyped", wire="breaking"),
    Pair("a kind is gone", f"Payment/oneOf: [{CARD}, {{$ref: '#/components/schemas/Voucher'}}]", TAGGED, "breaking",
         "python-type-values-removed", wire="safe", old=VOUCHER % ("amount", "amount")),
    Pair("a kind without a tag is gone",
         "Order/properties/address: {$ref: '#/components/schemas/Address'}",
         "from shop.types import Cash\n" + ORDER + "if isinstance(order.address, Cash):\n    print(order.address)",
         "safe", wire="safe",
         old="Order/properties/address: {anyOf: [{$ref: '#/components/schemas/Address'}, "
             "{$ref: '#/components/schemas/Cash'}]}"),
    Pair("one becomes one of several", f"Line/properties/paid: {{anyOf: [{CARD}, {CASH}]}}",
         LINE + "print(line.paid.number if line.paid else 0)", "breaking", "python-field-retyped", wire="breaking",
         old=f"Line/properties/paid: {CARD}"),
    Pair("one of several becomes one", f"Line/properties/paid: {CARD}",
         LINE + 'if line.paid and line.paid.kind == "cash":\n    print(line.paid.currency)', "breaking",
         "python-field-values-removed", wire="safe", old=f"Line/properties/paid: {{anyOf: [{CARD}, {CASH}]}}"),
    Pair("the tag of a kind is another", "Cash/properties/kind/const: coins", TAGGED, "breaking",
         "python-field-values-removed", wire="breaking"),
    Pair("the tag of a kind may be another, too", "Cash/properties/kind: {type: string, enum: [cash, coins]}", TAGGED,
         "warning", "python-field-values-added",
         counting='from typing import Literal\nfrom shop.types import Cash\n\n'
                  'def kind(cash: Cash) -> Literal["cash"]:\n    return cash.kind'),
    Pair("the tag of a kind may be anything", "Cash/properties/kind: {type: string}", TAGGED, "breaking",
         "python-field-retyped"),
    Pair("a text or a number may be a list, too", "Line/properties/text: {type: [string, integer, array]}",
         LINE + "print(line.text.upper() if isinstance(line.text, str) else '')", "warning",
         "python-field-kinds-added", old="Line/properties/text: {type: [string, integer]}",
         counting=LINE + "text: str | int = line.text"),
)  # fmt: skip

_JSON = "responses/200/content/application~/json/schema"
_PAGE = (
    "{type: object, required: [data], properties: {data: {type: array, items: {$ref: '#/components/schemas/Cake'}}}}"
)

RETURNS = (
    Pair("a method returns another model", f"getOrder/{_JSON}: {{$ref: '#/components/schemas/Cake'}}",
         ORDER + "print(order.id)", "breaking", "python-return-retyped", wire="breaking"),
    Pair("a method returns another class that is alike", f"getLine/{_JSON}: {{$ref: '#/components/schemas/Row'}}",
         "from shop.types import Line\nline: Line = client.orders.lines.retrieve('l', order_id='o')\nprint(line.text)",
         "breaking", "python-return-retyped",
         old="Row: {type: object, required: [text], properties: {text: {type: string}, kind: {type: string}}}\n"
             "Cake/properties/row: {$ref: '#/components/schemas/Row'}\n"
             "Cake/properties/line: {$ref: '#/components/schemas/Line'}"),
    Pair("a method returns something", f"deleteOrder/responses: {ANSWER}", 'client.orders.delete("o")', "safe",
         "python-return-changed", wire="breaking"),
    Pair("a method returns nothing", "getOrder/responses: {'204': {description: ok}}", ORDER + "print(order.id)",
         "breaking", "python-return-changed", wire="breaking"),
    Pair("bytes become a model", f"getReceipt/responses: {ANSWER}",
         'print(client.orders.receipt.retrieve("o").read())', "breaking",
         "python-return-changed", wire="breaking"),
    Pair("a model becomes bytes",
         "getOrder/responses/200/content: {application/pdf: {schema: {type: string, format: binary}}}",
         ORDER + "print(order.id)", "breaking", "python-return-changed", wire="breaking"),
    Pair("a list is read page by page",
         f"listCakes/{_JSON}: {_PAGE}\nlistCakes/parameters: [{{name: after, in: query, schema: {{type: string}}}}]",
         "print(client.cakes.list()[0].name)", "breaking", "python-return-changed", wire="breaking"),
    Pair("a list that was read page by page is a plain list",
         f"listOrders/{_JSON}: {{type: array, items: {{$ref: '#/components/schemas/Order'}}}}",
         "print(client.orders.list().data[0].id)", "breaking", "python-return-changed", wire="breaking"),
    Pair("pages begin otherwise", "info/version: '2'",
         "for order in client.orders.list():\n    print(order.id)\n    break",
         "warning", "python-page-changed", old="OrderList/properties/last_id: {type: string}",
         new_sdk="pages: {last_id: [orders.list]}",
         counting="from shop._runtime import SyncCursorPage\nfrom shop.types import Order\n"
                  "page: SyncCursorPage[Order] = client.orders.list()"),
    Pair("items of a page are others",
         "OrderList/properties/data/items: {$ref: '#/components/schemas/Cake'}",
         "for order in client.orders.list():\n    print(order.total)\n    break", "breaking", "python-return-retyped",
         wire="breaking"),
    Pair("a page lacks a field that no code reads", "OrderList/properties/has_more: ~\nOrderList/required: [data]",
         "for order in client.orders.list():\n    print(order.total)\n    break", "safe", wire="breaking"),
    Pair("async: a field may be null", "Order/properties/id: {type: [string, 'null']}",
         'order = await client.orders.retrieve("o")\nprint(order.id.upper())', "breaking", "python-field-optional"),
    Pair("async: bytes become a model", f"getReceipt/responses: {ANSWER}",
         'receipt = await client.orders.receipt.retrieve("o")\nprint(await receipt.aread())',
         "breaking", "python-return-changed"),
)  # fmt: skip

_EVENTS = "for event in client.questions.create(text='why', stream=True):\n"
_STREAM = "ask/responses/200/content/text~/event-stream"

STREAMS = (
    Pair("a method no longer streams", f"{_STREAM}: ~", _EVENTS + "    print(event)", "breaking",
         "python-stream-removed", wire="breaking"),
    Pair("a method can stream", f"{_STREAM}: {{schema: {{$ref: '#/components/schemas/Event'}}}}",
         "print(client.questions.create(text='why').text)", "safe", "python-stream-added", wire="safe",
         old=f"{_STREAM}: ~"),
    Pair("a method always streams", "ask/responses/200/content/application~/json: ~",
         "print(client.questions.create(text='why').text)", "breaking",
         "python-return-changed",
         wire="breaking"),
    Pair("the flag that asks for a stream is called otherwise", "info/version: '2'", _EVENTS + "    print(event)",
         "breaking", "python-argument-renamed python-stream-switch-changed", wire="safe",
         new_sdk="parameters: {stream: live}"),
    Pair("an event is new",
         "Error: {type: object, required: [type], properties: {type: {type: string, const: error}}}\n"
         "Event/oneOf/+: {$ref: '#/components/schemas/Error'}",
         _EVENTS + "    if event.type == 'delta':\n        print(event.delta)", "warning", "python-type-kinds-added",
         wire="breaking",
         counting=_EVENTS + "    print(event.delta if event.type == 'delta' else event.answer)"),
    Pair("events are others", f"{_STREAM}/schema: {{$ref: '#/components/schemas/Cake'}}",
         _EVENTS + "    print(event.type)", "breaking", "python-stream-retyped", wire="breaking"),
    Pair("async: a method no longer streams", f"{_STREAM}: ~",
         "async for event in await client.questions.create(text='why', stream=True):\n    print(event)", "breaking",
         "python-stream-removed"),
)  # fmt: skip
