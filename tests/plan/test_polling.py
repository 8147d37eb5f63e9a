"""What sdk.yaml says about waiting, put together with the methods."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.sdk import PollRule, StartRule
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import PollPlan, Resource
from specloom.problems import SpecloomError

from .small import TEXT, answer, body, choice, document, many, parameter, plan_of, ref, thing

JOB = thing("id", "state", id=TEXT, state=choice("queued", "running", "done", "failed"), zoo_id=TEXT)
SCHEMAS = {"Job": JOB, "New": thing("name", name=TEXT), "Jobs": thing("data", data=many(ref("Job")))}


def job_api(*, answers_with: Any = None) -> dict[str, Any]:
    answered = answer(ref("Job")) if answers_with is None else answer(answers_with)
    return document(
        {
            "GET /zoos/{zoo_id}/jobs/{job_id}": {"operationId": "getJob", "responses": answered},
            "GET /zoos/{zoo_id}/jobs": {"operationId": "listJobs", "responses": answer(ref("Jobs"))},
            "POST /zoos/{zoo_id}/jobs": {
                "operationId": "createJob",
                "requestBody": body(ref("New")),
                "responses": answer(ref("Job")),
            },
            "POST /zoos/clean": {"operationId": "clean", "responses": answer(ref("Job"))},
        },
        SCHEMAS,
    )


def sdk(rule: str, more: str = "") -> str:
    return f"polling:\n{more}  resources:\n    zoos.jobs: {{{rule}}}\nmethods: {{clean: zoos.clean}}\n"


def resources(text: str) -> dict[str, Resource]:
    (zoos,) = plan_of(job_api(), text).resources
    (jobs,) = zoos.children
    return {"zoos": zoos, "jobs": jobs}


def problems(text: str, prepared: dict[str, Any] | None = None) -> list[str]:
    with pytest.raises(SpecloomError) as failure:
        plan_of(prepared or job_api(), text)
    return [problem.message for problem in failure.value.problems]


def test_by_rule_a_resource_is_looked_at_with_retrieve_and_started_with_create() -> None:
    jobs = resources(sdk("done: [done, failed], status: state"))["jobs"]
    assert isinstance(jobs.poll, PollPlan)
    assert (jobs.poll.call, jobs.poll.look.name, jobs.poll.done) == (
        ("zoos", "jobs", "poll"),
        "retrieve",
        ("done", "failed"),
    )
    (start,) = jobs.starts
    assert (start.name, start.starter.name, start.poll) == ("create_and_poll", "create", ("poll",))
    assert (start.from_caller, start.from_answer) == (("zoo_id",), (("job_id", "id"),))


def test_what_all_share_is_said_once() -> None:
    common = '  interval_ms: 250\n  interval_header: x-ms\n  interval_sent_as: X-Own\n  headers: {X-Poll: "1"}\n'
    poll = resources(sdk("done: [done], status: state, max_wait_seconds: 9", common))["jobs"].poll
    assert poll is not None
    assert (poll.interval_ms, poll.interval_header, poll.interval_sent_as) == (250, "x-ms", "X-Own")
    assert (poll.headers, poll.max_wait_seconds) == ((("X-Poll", "1"),), 9)
    own = resources(sdk("done: [done], status: state, interval_ms: 5", common))["jobs"].poll
    assert own is not None
    assert own.interval_ms == 5


def test_a_resource_above_can_start_it_too() -> None:
    found = resources(sdk("done: [done], status: state, starts: {zoos.clean_and_poll: zoos.clean}"))
    (start,) = found["zoos"].starts
    assert start.poll == ("jobs", "poll")
    assert start.from_answer == (("job_id", "id"), ("zoo_id", "zoo_id"))
    assert found["jobs"].starts == ()


def test_positional_arguments_as_stated() -> None:
    rule = "done: [done], status: state, positional: [zoo_id, job_id], starts: {go: {starter: create, positional: []}}"
    jobs = resources(sdk(rule))["jobs"]
    assert jobs.poll is not None
    assert [(each.py_name, each.positional) for each in jobs.poll.look.parameters] == [
        ("zoo_id", True),
        ("job_id", True),
    ]
    assert not any(each.positional for each in jobs.starts[0].starter.parameters)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("done: [done], status: stage", "the answer of retrieve has no field 'stage'; did you mean 'state'?"),
        ("done: [don], status: state", "the document has no state 'don'; did you mean 'done'?"),
        ("done: [done], status: state, look: retreive", "no method 'zoos.jobs.retreive'; did you mean"),
        ("done: [done], status: state, look: list", "zoos.jobs.list does not answer with an object"),
        ("done: [done], status: state, look: create", "sends a body"),
        ("done: [done], status: state, positional: [zoo]", "there is no argument 'zoo'; did you mean 'zoo_id'?"),
        ("done: [done], status: state, starts: {create: create}", "there is a method zoos.jobs.create already"),
        ("done: [done], status: state, starts: {zoos.go: create}", "beside its starter"),
        ("done: [done], status: state, percent: far", "no field 'far'"),
    ],
)
def test_what_does_not_fit_is_told(rule: str, message: str) -> None:
    assert any(message in each for each in problems(sdk(rule)))


def test_an_argument_that_waiting_needs_for_itself() -> None:
    api = job_api()
    item = api["paths"]["/zoos/{zoo_id}/jobs/{job_id}"]["get"]
    item["parameters"].append(parameter("progress"))
    assert any("which waiting needs for itself" in each for each in problems(sdk("done: [done], status: state"), api))


def test_states_that_the_document_does_not_list_are_taken_on_trust() -> None:
    api = job_api(answers_with=ref("Free"))
    api["components"]["schemas"]["Free"] = thing("state", state=TEXT)
    (zoos,) = plan_of(api, sdk("done: [whatever], status: state")).resources
    poll = zoos.children[0].poll
    assert poll is not None
    assert (poll.status, poll.done) == ("state", ("whatever",))


def test_reading() -> None:
    rules = read_sdk(sdk("done: [done], starts: {go: create, zoos.go: {starter: zoos.clean}}")).polling
    (rule,) = rules.resources
    assert isinstance(rule, PollRule)
    assert rule.starts == (
        StartRule(("zoos", "jobs", "go"), ("zoos", "jobs", "create"), line=3),
        StartRule(("zoos", "go"), ("zoos", "clean"), line=3),
    )


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("status: state", "needs done"),
        ("done: [done], every: 3", "unknown key"),
        ("done: [done], interval_ms: soon", "is to be a time"),
        ("done: [done], interval_ms: -1", "is to be a time"),
        ("done: [done], starts: {go: {}}", "needs a starter"),
        ("done: [done], starts: {g-o: create}", "'g-o' is no call path"),
    ],
)
def test_slips_of_the_pen(rule: str, message: str) -> None:
    with pytest.raises(SpecloomError) as failure:
        read_sdk(sdk(rule))
    assert message in str(failure.value)


def test_a_package_that_waits_can_show_how_far_it_is() -> None:
    rule = sdk("done: [done], status: state")
    assert plan_of(job_api(), rule).extras == (("progress", ("rich>=13.7",)),)
    assert plan_of(job_api(), rule + "extras: {progress: [rich]}\n").extras == (("progress", ("rich",)),)
    assert plan_of(job_api()).extras == ()
