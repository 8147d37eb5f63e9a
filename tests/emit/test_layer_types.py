"""What layers add to packages of types, and classes of theirs that models derive from."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from specloom.commands.pipeline import runtime_folder
from specloom.emit.package import Copied, Origin, emit
from specloom.emit.render import Renderer
from specloom.plan.sdk_reader import read_sdk
from specloom.problems import SpecloomError
from tests.plan.small import Json, answer, document, plan_of, ref, thing

ROOT = Path(__file__).parents[2]
SDK = """\
exports: {types.zoo.Guest: lib.guests, types.Ticket: lib.guests, Zoo: lib.guests}
bases: {Pet: lib.pets, Model: lib.pets}
types: {models: {zoo: {Pet: Pet}, types: {Model: Model}}}
"""
GUESTS = "class Guest: ...\nclass Ticket: ...\nclass Zoo: ...\n"
PETS = """\
from __future__ import annotations

from .._runtime import Model


class PetBase(Model):
    __slots__ = ()
    name: str

    @property
    def greeting(self) -> str:
        return f"I am {self.name}"


class ModelBase(Model):
    __slots__ = ()
"""


def zoo() -> Json:
    pet = thing("name", name={"type": "string"}, friend=ref("Friend"), model=ref("Model"))
    schemas = {"Pet": pet, "Friend": thing(name={"type": "string"}), "Model": thing(size={"type": "integer"})}
    return document({"GET /pets": {"operationId": "pets", "responses": answer(ref("Pet"))}}, schemas)


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    copied = {
        f"_runtime/{path.name}": Copied(path.read_text("utf-8"), "runtime") for path in runtime_folder().glob("*.py")
    }
    copied["lib/__init__.py"] = Copied("", "layer")
    copied["lib/guests.py"] = Copied(GUESTS, "layer")
    copied["lib/pets.py"] = Copied(PETS, "layer")
    plan = plan_of(zoo(), SDK)
    return emit(plan, Renderer.over([ROOT / "templates"]), Origin("openapi.json", "specloom generate"), copied)


@pytest.fixture
def package(files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    name = f"layered_{abs(hash(tmp_path))}"
    for path, text in files.items():
        target = tmp_path / path.replace("pets_client", name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    return importlib.import_module(name)


def test_types_of_a_layer_are_found_in_packages_of_types_and_imported_when_asked_for(package: Any) -> None:
    zoo_types = importlib.import_module(f"{package.__name__}.types.zoo")
    assert f"{package.__name__}.lib.guests" not in sys.modules
    layer = importlib.import_module(f"{package.__name__}.lib.guests")
    assert zoo_types.Guest is layer.Guest
    assert package.types.Ticket is layer.Ticket
    assert {"Guest", "Pet"} <= set(dir(zoo_types))
    assert "Guest" not in package.__all__


def test_a_model_derives_from_the_class_of_a_layer(package: Any) -> None:
    pet = package.types.zoo.Pet.from_dict({"name": "Ada", "friend": {"name": "Bo"}})
    base = importlib.import_module(f"{package.__name__}.lib.pets").PetBase
    assert isinstance(pet, base)
    assert pet.greeting == "I am Ada"
    assert not hasattr(pet, "__dict__")
    assert not isinstance(pet.friend, base)
    assert pet.to_dict() == {"name": "Ada", "friend": {"name": "Bo"}}


def test_a_class_that_is_called_model_may_have_a_base_of_its_own(package: Any) -> None:
    base = importlib.import_module(f"{package.__name__}.lib.pets").ModelBase
    assert isinstance(package.types.Model(size=3), base)


def test_type_checkers_see_both(files: dict[str, str]) -> None:
    assert "from ...lib.guests import Guest as Guest" in files["src/pets_client/types/zoo/__init__.py"]
    text = files["src/pets_client/types/zoo/pet.py"]
    assert "from ...lib.pets import PetBase" in text
    assert "class Pet(PetBase):" in text


@pytest.mark.parametrize(
    ("sdk", "problem"),
    [
        ("bases: {Pett: lib.pets}", "bases: the document has no schema 'Pett'; did you mean 'Pet'?"),
        ("bases: {Name: lib.pets}", "bases: 'Name' is no object, so it has no class"),
        ("exports: {types.Pet: lib.pets}", "exports: types.Pet is a type of the document already"),
        ("exports: {types.a-b.Pet: lib.pets}", "'types.a-b.Pet' is no name of a type (identifiers with dots between)"),
        ("exports: {types.: lib.pets}", "'types.' is no name of a type (identifiers with dots between)"),
    ],
)
def test_slips(sdk: str, problem: str) -> None:
    made = zoo()
    made["components"]["schemas"]["Name"] = {"type": "string"}
    made["components"]["schemas"]["Pet"]["properties"]["name"] = ref("Name")
    with pytest.raises(SpecloomError) as caught:
        plan_of(made, sdk)
    assert any(problem in str(one) for one in caught.value.problems), caught.value.problems


def test_a_package_of_types_may_hold_types_of_a_layer_alone() -> None:
    assert read_sdk("exports: {types.zoo.Guest: lib.guests}").type_exports == {("zoo", "Guest"): ("lib", "guests")}
    assert read_sdk("exports: {types.zoo.Guest: lib.guests}").exports == {}
