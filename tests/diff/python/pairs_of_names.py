"""Pairs about names: classes that are imported, and the client."""

from __future__ import annotations

from tests.diff.python.pairs_of_methods import CREATE, ORDER
from tests.diff.python.workshop import Pair

_TWIN = """
BetaCake: {type: object, required: [name, kind], properties: {name: {type: string}, kind: {type: string, const: c}}}
Cake: {type: object, required: [name, kind], properties: {name: {type: string}, kind: {type: string, const: c}}}
paths/~/beta~/cakes: {get: {operationId: listBeta, responses: {"200": {description: ok, content: {application/json:
  {schema: {type: array, items: {$ref: '#/components/schemas/BetaCake'}}}}}}}}
"""
_EATS = """
from shop.types import Cake
def eat(cake: Cake) -> None:
    print(cake.name)
for cake in client.beta.cakes.list():
    eat(cake)
"""
_KEY = "components/securitySchemes: {key: {type: http, scheme: bearer}}\nsecurity: [{key: []}]"
_NO_KEY = "{name: Shop, options: {key: {scheme: key, env: SHOP_KEY}}}"

CLASSES = (
    Pair("a class is renamed", "Order/@name: Purchase",
         "from shop.types import Order\norder: Order = client.orders.retrieve('o')\nprint(order.id)", "breaking",
         "python-class-renamed", wire="safe"),
    Pair("a class is renamed that nobody imports", "Order/@name: Purchase",
         "from shop.types import Order\n" + ORDER + "print(order.id, Order)", "breaking", "python-class-renamed"),
    Pair("a class of arguments is renamed", "Address/@name: Home\nOrder/properties/address: {type: object}",
         "from shop.types import AddressParam\nhome: AddressParam = {'street': 'x'}\n"
         f"{CREATE}(cake='plum', address=home)",
         "breaking", "python-class-renamed", wire="safe", old="Order/properties/address: {type: object}"),
    Pair("a class is moved", "info/version: '2'", "from shop.types import Cake\nprint(Cake(name='plum').name)",
         "breaking", "python-class-moved", wire="safe", new_sdk="types: {models: {sweets: {Cake: Cake}}}"),
    Pair("a class is removed with its operation", "listCakes: ~\nCake: ~",
         "from shop.types import Cake\nprint(Cake(name='plum').name)", "breaking",
         "python-class-removed python-method-removed"),
    Pair("a class that no operation uses is removed", "Idle: ~", "from shop.types import Idle\nprint(Idle(text='x'))",
         "breaking", "python-class-removed", wire="safe",
         old="Idle: {type: object, required: [text], properties: {text: {type: string}}}"),
    Pair("a class becomes a list of values", "Answer: {type: string, enum: [yes, no]}",
         "print(client.questions.create(text='why').text)", "breaking", "python-class-changed", wire="breaking"),
    Pair("a list of values becomes a class", "LineKind: {type: object, properties: {name: {type: string}}}",
         'print(client.orders.lines.retrieve("l", order_id="o").kind == "cake")\n'
         "from shop.types import LineKind\n"
         'kind: LineKind = "cake"', "breaking", "python-class-changed", wire="breaking"),
    Pair("a part without a name gets one",
         "Box: {type: object, properties: {width: {type: number}}}\n"
         "Cake/properties/box: {$ref: '#/components/schemas/Box'}",
         "for cake in client.cakes.list():\n    print(cake.box.width if cake.box else 0)", "safe",
         wire="safe"),
    Pair("a part loses its name", "Box: ~\nCake/properties/box: {type: object, properties: {width: {type: number}}}",
         "from shop.types import Box\nfor cake in client.cakes.list():\n    box: Box | None = cake.box", "breaking",
         "python-class-removed", wire="safe",
         old="Box: {type: object, properties: {width: {type: number}}}\n"
             "Cake/properties/box: {$ref: '#/components/schemas/Box'}"),
    Pair("two schemas of one class part", "BetaCake/properties/layers: {type: integer}", _EATS, "breaking",
         "python-class-split", wire="safe", old=_TWIN),
    Pair("two classes become one", "Cake/properties/layers: {type: integer}",
         "from shop.types import BetaCake, Cake\n"
         "cakes: list[BetaCake] = client.beta.cakes.list()\nprint(cakes, Cake)", "safe", "python-field-added",
         wire="safe",
         old=_TWIN + "BetaCake/properties/layers: {type: integer}"),
    Pair("one of two schemas of one class is renamed", "BetaCake/@name: NewCake",
         "from shop.types import BetaCake\nprint(BetaCake(name='plum', kind='c').name)", "breaking",
         "python-class-renamed", wire="safe", old=_TWIN),
)  # fmt: skip

CLIENTS = (
    Pair("the client has another name", "info/version: '2'", "from shop import ShopError\nprint(ShopError)",
         "breaking", "python-client-renamed", new_sdk="client: {name: Store}"),
    Pair("a key is asked for", _KEY, ORDER, "breaking", "python-key-required", wire="breaking"),
    Pair("a key is asked for by one method",
         "components/securitySchemes: {key: {type: http, scheme: bearer}}\ngetOrder/security: [{key: []}]", ORDER,
         "breaking", "python-key-required", wire="breaking"),
    Pair("another key is asked for", _KEY.replace("key:", "badge:"), 'client.copy(api_key="x").orders.retrieve("o")',
         "breaking", "python-key-required", old=_KEY,
         new_sdk="client: {name: Shop, options: {api_key: {env: OLD}, badge: {scheme: badge}}}"),
    Pair("another key will do, too",
         "components/securitySchemes/badge: {type: apiKey, in: header, name: X-Badge}\nsecurity/+: {badge: []}",
         'client.copy(api_key="x").orders.retrieve("o")', "safe", "python-client-option-added", old=_KEY,
         old_sdk="client: {name: Shop, options: {api_key: {scheme: key}}}"),
    Pair("a key may be given", "components/securitySchemes: {key: {type: http, scheme: bearer}}", ORDER, "safe",
         "python-client-option-added"),
    Pair("a key is no longer taken", "components/securitySchemes: {}\nsecurity: []",
         "client = Shop(key='secret')\nprint(client)", "breaking", "python-client-option-removed",
         wire="safe", old=_KEY, old_sdk=f"client: {_NO_KEY}", new_sdk=""),
    Pair("a key becomes necessary", "info/version: '2'", "client = Shop()\nprint(client)", "breaking",
         "python-client-option-required", old=_KEY, old_sdk=f"client: {_NO_KEY}",
         new_sdk="client: {name: Shop, options: {key: {scheme: key, env: SHOP_KEY, required: true}}}"),
    Pair("a key that is necessary comes from another variable", "info/version: '2'",
         "import os\nos.environ['SHOP_KEY'] = 'secret'\nclient = Shop()\ndel os.environ['SHOP_KEY']\nprint(client)",
         "breaking", "python-client-option-env-changed", old=_KEY,
         old_sdk="client: {name: Shop, options: {key: {scheme: key, env: SHOP_KEY, required: true}}}",
         new_sdk="client: {name: Shop, options: {key: {scheme: key, env: SHOP_SECRET, required: true}}}"),
    Pair("no server is named any more", "servers: ~", ORDER, "breaking", "python-client-base-url-required"),
    Pair("another server is named", "servers: [{url: 'https://shop.example/v2'}]", ORDER, "safe", wire="warning"),
)  # fmt: skip

_DONE = "Order/properties/state/enum: [done, waiting]"
_POLLING = "polling: {resources: {orders: {done: [done], status: state, starts: {create_and_poll: create}}}}"

WAITS = (
    Pair("nothing is waited for any more", "info/version: '2'",
         "print(client.orders.poll('o', poll_interval_ms=0).id)", "breaking",
         "python-method-removed python-export-removed", old=_DONE, old_sdk=_POLLING, new_sdk=""),
    Pair("a method that starts and waits is gone", "info/version: '2'",
         "print(client.orders.bake(cake='plum', poll_interval_ms=0).id)", "breaking",
         "python-method-removed", old=_DONE, old_sdk=_POLLING.replace("create_and_poll", "bake"),
         new_sdk="polling: {resources: {orders: {done: [done], status: state}}}"),
    Pair("something can be waited for", "info/version: '2'", ORDER + "print(order.id)", "safe", "python-method-added",
         old=_DONE, old_sdk="", new_sdk=_POLLING),
    Pair("what is started and waited for needs another argument", "NewOrder/required: [cake, note]",
         "print(client.orders.create_and_poll(cake='plum', poll_interval_ms=0).id)", "breaking",
         "python-argument-required", old=_DONE, old_sdk=_POLLING),
)  # fmt: skip
