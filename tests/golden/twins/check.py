"""A twin is another name for the same class; what is alike by chance is not."""

from __future__ import annotations

import pickle
from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    types, beta = package.types, package.types.beta
    assert beta.BetaParcel is types.Parcel
    assert beta.BetaPerson is types.Person
    assert types.Label is not types.Parcel
    assert types.Crate is not types.Box
    parcel = {"object": "parcel", "route": [{"place": "Ulm"}], "sender": {"name": "Ada"}}
    answer = call(package, lambda client: client.beta.parcels.retrieve("p1"), parcel).answer
    assert isinstance(answer, beta.BetaParcel)
    assert isinstance(answer.sender, beta.BetaPerson)
    assert answer.route[0].place == "Ulm"
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert {"Box", "Crate", "Label", "Parcel", "Person", "beta"} <= set(dir(types))
    assert {"BetaParcel", "BetaPerson"} <= set(dir(beta))
