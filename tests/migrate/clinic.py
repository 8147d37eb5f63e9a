"""A small API and the resource config that a hosted generator was given for it, both of our own."""

from __future__ import annotations

from typing import Any

from tests.plan.small import TEXT, answer, body, document, many, parameter, ref, thing

PET = thing("id", "name", id=TEXT, name=TEXT, born=TEXT, owner=TEXT)
VISIT = thing("id", "day", id=TEXT, day=TEXT, reason=TEXT, price=TEXT)
LISTED = thing("data", data=many(ref("PetRecord")), total={"type": "integer"})

CONFIG = """\
edition: 2026-02-23
organization:
  name: pet-clinic
  docs: https://clinic.test/docs
targets:
  python:
    package_name: petclinic
  node:
    package_name: petclinic
environments:
  production: https://api.clinic.test/v2
  sandbox: https://sandbox.clinic.test
client_settings:
  default_headers:
    X-Clinic: north
  opts:
    api_key:
      type: string
      auth: {security_scheme: ApiKey}
      read_env: CLINIC_KEY
    branch:
      type: string
      nullable: true
      send_in_header: X-Branch
      read_env: CLINIC_BRANCH
      default: main
query_settings:
  array_format: brackets
resources:
  $client:
    methods:
      ping: get /ping
  $shared:
    models:
      error_note: ErrorNote
  patients:
    models:
      patient: "#/components/schemas/PetRecord"
      animal: {type: alias, to: patient}
      visit_of_pet: {openapi_uri: "#/components/schemas/PetRecord/properties/visit"}
    methods:
      list:
        type: http
        endpoint: get /pets
        paginated: listing
      add: post /pets
      get: get /pets/{pet_id}
      find:
        type: alias
        to: get
        deprecated: use get
      import:
        endpoint: post /pets/import
        body_param_name: rows
        skip_test_reason: slow
      feed:
        endpoint: post /pets/{pet_id}/feed
        deprecated: true
        flavour: 1
      groom: post /pets/{pet_id}/grooming
    subresources:
      visits:
        models:
          visit: "#/components/schemas/Visit"
        methods:
          list: get /pets/{pet_id}/visits
          retrieve: get /pets/{pet_id}/visits/{visit_id}
pagination:
- name: listing
  type: fake_page
  response:
    data: {type: array, items: {}}
"""


def clinic() -> dict[str, Any]:
    """The document; ``POST /notes`` is in no config."""
    made = document(
        {
            "GET /ping": {"operationId": "ping"},
            "GET /pets": {"operationId": "a1", "responses": answer(ref("PetList"))},
            "POST /pets": {
                "operationId": "a2",
                "requestBody": body(ref("PetRecord")),
                "responses": answer(ref("PetRecord")),
            },
            "GET /pets/{pet_id}": {"operationId": "a3", "responses": answer(ref("PetRecord"))},
            "POST /pets/import": {"operationId": "a4", "requestBody": body(many(TEXT))},
            "POST /pets/{pet_id}/feed": {"operationId": "a5"},
            "GET /pets/{pet_id}/visits": {
                "operationId": "a6",
                "responses": answer(many(ref("Visit"))),
                "parameters": [parameter("day", schema=many(TEXT))],
            },
            "GET /pets/{pet_id}/visits/{visit_id}": {"operationId": "a7", "responses": answer(ref("Visit"))},
            "POST /notes": {"operationId": "a8", "responses": {**answer(), **answer(ref("ErrorNote"), status="400")}},
        },
        {"PetRecord": PET, "Visit": VISIT, "PetList": LISTED, "ErrorNote": thing(note=TEXT)},
        schemes={"ApiKey": {"type": "http", "scheme": "bearer"}},
    )
    return {**made, "security": [{"ApiKey": []}]}
