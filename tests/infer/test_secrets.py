"""Secrets and values of samples are planted everywhere, and none of them comes out anywhere."""

from __future__ import annotations

import base64
import json
import random
import uuid
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specloom.commands.main import main

from .hars import entry, har


def secret(chance: random.Random) -> str:
    """A secret of one of the kinds that there are."""
    data = chance.randbytes(24)
    kinds = (
        data.hex(),
        base64.urlsafe_b64encode(data).decode(),
        base64.b64encode(data).decode().replace("/", "+"),
        f"sk_live_{base64.urlsafe_b64encode(data).decode()}",
        str(uuid.UUID(bytes=data[:16])),
        str(chance.randrange(10**11, 10**12)),
        f"{data[:6].hex()}@{data[6:10].hex()}.test",
        ".".join(base64.urlsafe_b64encode(chance.randbytes(n)).decode().rstrip("=") for n in (20, 30, 20)),
    )
    return chance.choice(kinds)


class Planter:
    """Makes secrets, and remembers them all."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.planted: list[str] = []

    def __call__(self) -> str:
        self.planted.append(secret(self.chance))
        return self.planted[-1]

    def body(self) -> dict[str, Any]:
        """JSON with secrets as values, as keys, and where enums are looked for."""
        names = ("token", "password", "status", "kind", "email", "note")
        return {name: self() for name in names} | {"by_id": {self(): {"status": self(), "n": 1}}, "ids": [self()]}

    def entries(self) -> list[dict[str, Any]]:
        """Calls with secrets everywhere but in names of fixed fields, each call several times."""
        body, login, again = self.body(), self(), [self(), self()]
        form = {"mimeType": "application/x-www-form-urlencoded", "text": f"password={self()}&user={self()}"}
        part = f'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n{self()}\r\n--b--'
        headers = {
            "Authorization": f"Bearer {self()}",
            "Cookie": f"session={self()}",
            "X-Api-Key": self(),
            "X-Custom": self(),
            "Referer": f"https://api.test/{self()}",
        }
        made = []
        for number in range(24):
            # Two values over and over, in records that differ: an enum, if they were not what they are.
            repeated = {"status": again[number % 2], "kind": again[number % 2], "level": f"user-{login}", "n": number}
            url = f"/users/{self()}/keys?api_key={self()}&signature={self()}&page={number}&q={self()}&{self()}=1"
            made += [
                entry(f"GET {url}#{self()}", [body, repeated], headers=headers, set_cookie=f"s={self()}"),
                entry("POST /users", repeated | {"id": self()}, status=201, sent=body | repeated, headers=headers),
            ]
        made += [
            entry(f"GET https://user:{self()}@api.test/me", body, headers={"Authorization": f"Basic {self()}"}),
            entry(f"DELETE /users/{self()}", status=204, content={"size": 0, "mimeType": ""}),
            entry(f"GET /lost/{self()}", {"error": self()}, status=404),
            entry("POST /login", {"token": self()}, post=form),
            entry(
                "POST /upload",
                {"url": f"https://cdn.test/{self()}"},
                post={"mimeType": "multipart/form-data", "text": part},
            ),
            entry("GET /pages", f"<html>{self()}", media="text/html"),
        ]
        return made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.sampled_from(["3.1", "3.0"]))
def test_no_secret_is_written_or_printed(tmp_path: Path, seed: int, version: str) -> None:
    plant = Planter(seed)
    sample, output = tmp_path / f"{seed}.har", tmp_path / f"{seed}.json"
    output.unlink(missing_ok=True)
    sample.write_text(har(*plant.entries()), "utf-8")
    arguments = ["infer", "users", str(sample), "-o", str(output), "--openapi", version]
    printed = ""
    for more in ((), ("--json",)):  # the second run widens what the first wrote
        result = CliRunner().invoke(main, [*arguments, *more])
        assert result.exit_code == 0, result.output
        printed += result.output
    written = output.read_text("utf-8")
    assert set(json.loads(written)["paths"]) >= {
        "/users/{user_id}/keys",
        "/users",
        "/me",
        "/users/{user_id}",
        "/login",
    }
    for value in plant.planted:
        assert value not in written
        assert value not in printed
    # Nor a part of one: texts of a document are words, and a secret has none of eight characters.
    pieces = {part for value in plant.planted for part in value.replace("@", ".").split(".") if len(part) > 8}
    assert [piece for piece in pieces if piece in written + printed] == []


def test_values_that_come_again_are_listed_only_as_choices(tmp_path: Path) -> None:
    records = [
        {
            "id": number,
            "status": ("open", "closed")[number % 2],
            "name": ("Ada", "Bob")[number % 2],
            "user_email": ("ada@x.test", "bob@x.test")[number % 2],
            "password": ("swordfish", "hunter")[number % 2],
            "title": ("crimson", "azure")[number % 2],
        }
        for number in range(20)
    ]
    (tmp_path / "orders.json").write_text(json.dumps(records))
    output = tmp_path / "openapi.json"
    result = CliRunner().invoke(main, ["infer", "orders", str(tmp_path / "orders.json"), "-o", str(output)])
    written = output.read_text()
    assert '"open"' in written
    assert "enum: GET /orders 200 [].status: one of closed, open, as in 20 records" in result.output
    for value in ("Ada", "Bob", "ada@", "swordfish", "hunter", "crimson", "azure"):
        assert value not in written
