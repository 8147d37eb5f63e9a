"""The methods that wait: ``poll`` of what takes a while, and those that start something and wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.sdk import Call, PollRule, Sdk, StartRule
from specloom.plan.types import Literals, Ref, Type
from specloom.plan.values import Method, PollPlan, StartPlan
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

OWN_ARGUMENTS = ("poll_interval_ms", "max_wait_seconds", "on_state", "progress")
"""Arguments of every method that waits."""


@frozen
class Waits:
    """The methods that wait, by the resource that has them."""

    polls: Mapping[Call, PollPlan]
    starts: Mapping[Call, tuple[StartPlan, ...]]


def plan_polling(
    methods: Iterable[tuple[Call, Method]], models: Mapping[str, Declaration], sdk: Sdk, found: list[Problem]
) -> Waits:
    """What sdk.yaml says about waiting, put together with the methods; what does not fit is noted."""
    planner = _Planner(dict(methods), models, sdk, found)
    polls: dict[Call, PollPlan] = {}
    starts: dict[Call, tuple[StartPlan, ...]] = {}
    for rule in sdk.polling.resources:
        plan = planner.poll(rule)
        if plan is None:
            continue
        polls[rule.resource] = plan
        for start in planner.rules_of(rule):
            planned = planner.start(start, plan)
            if planned is not None:
                starts[start.call[:-1]] = (*starts.get(start.call[:-1], ()), planned)
    return Waits(polls, starts)


@frozen
class _Planner:
    methods: Mapping[Call, Method]
    models: Mapping[str, Declaration]
    sdk: Sdk
    found: list[Problem]

    def poll(self, rule: PollRule) -> PollPlan | None:
        where = f"polling.resources.{'.'.join(rule.resource)}"
        look = self._method((*rule.resource, rule.look), where, rule.line)
        call = (*rule.resource, "poll")
        if look is not None and (look.stream is not None or look.body.kind != "none"):
            self._note(where, f"{look.name} is no method to look with: it sends a body, or streams", rule.line)
            return None
        if look is None or not self._is_free(call, where, rule.line):
            return None
        names = [rule.status, *filter(None, [rule.percent])]
        fields = {name: self._field(look, name, where, rule.line) for name in names}
        self._check_states(fields[rule.status], rule, where)
        common = self.sdk.polling
        return PollPlan(
            call=call,
            look=self._arranged(look, rule.positional, where, rule.line),
            done=rule.done,
            status=rule.status,
            percent=rule.percent,
            interval_ms=common.interval_ms if rule.interval_ms is None else rule.interval_ms,
            interval_header=common.interval_header,
            interval_sent_as=common.interval_sent_as,
            headers=common.headers,
            max_wait_seconds=rule.max_wait_seconds,
        )

    def rules_of(self, rule: PollRule) -> Sequence[StartRule]:
        """What starts it: as stated, else ``create`` where there is one."""
        if rule.starts is not None:
            return rule.starts
        create = (*rule.resource, "create")
        call = (*rule.resource, "create_and_poll")
        return [StartRule(call, create, line=rule.line)] if create in self.methods else []

    def start(self, rule: StartRule, poll: PollPlan) -> StartPlan | None:
        where = f"polling: {'.'.join(rule.call)}"
        starter = self._method(rule.starter, where, rule.line)
        if starter is None or not self._is_free(rule.call, where, rule.line):
            return None
        owner = rule.call[:-1]
        if rule.starter[:-1] != owner or poll.call[: len(owner)] != owner:
            self._note(where, f"has to stand beside its starter, and at or above {'.'.join(poll.call)}", rule.line)
            return None
        switch = starter.stream.switch if starter.stream else ""
        kept = tuple(parameter for parameter in starter.parameters if parameter.py_name != switch)
        arranged = self._arranged(evolve(starter, parameters=kept), rule.positional, where, rule.line)
        given = {parameter.py_name for parameter in kept}
        needed = [parameter for parameter in poll.look.parameters if parameter.required]
        missing = [parameter.py_name for parameter in needed if parameter.py_name not in given]
        return StartPlan(
            name=rule.call[-1],
            starter=arranged,
            poll=poll.call[len(owner) :],
            from_caller=tuple(parameter.py_name for parameter in needed if parameter.py_name in given),
            from_answer=tuple(self._answered(missing, _last_in_path(poll.look), starter, where, rule.line)),
        )

    def _answered(
        self, missing: Sequence[str], last: str, starter: Method, where: str, line: int
    ) -> Iterator[tuple[str, str]]:
        """The fields for what the caller does not give: ``id`` for what the path ends in, else those of its name."""
        for name in missing:
            field = "id" if name == last else name
            self._field(starter, field, where, line)
            yield name, field

    def _method(self, call: Call, where: str, line: int) -> Method | None:
        method = self.methods.get(call)
        if method is None:
            hint = nearest(".".join(call), [".".join(known) for known in self.methods])
            self._note(where, f"there is no method {'.'.join(call)!r}{hint}", line)
        elif method.page is not None or _object(method.response.type, self.models) is None:
            self._note(where, f"{'.'.join(call)} does not answer with an object", line)
            method = None
        return method

    def _is_free(self, call: Call, where: str, line: int) -> bool:
        if call in self.methods:
            self._note(where, f"there is a method {'.'.join(call)} already", line)
        return call not in self.methods

    def _arranged(self, method: Method, positional: tuple[str, ...] | None, where: str, line: int) -> Method:
        """The method with its positional arguments first, as stated."""
        names = [parameter.py_name for parameter in method.parameters]
        for name in names:
            if name in OWN_ARGUMENTS:
                self._note(where, f"{method.name} has an argument {name}, which waiting needs for itself", line)
        if positional is None:
            return method
        for name in positional:
            if name not in names:
                self._note(where, f"positional: there is no argument {name!r}{nearest(name, names)}", line)
        rank = {name: index for index, name in enumerate(positional)}
        ordered = sorted(method.parameters, key=lambda parameter: rank.get(parameter.py_name, len(rank)))
        return evolve(method, parameters=tuple(evolve(each, positional=each.py_name in rank) for each in ordered))

    def _field(self, method: Method, name: str, where: str, line: int) -> Field | None:
        schema = _object(method.response.type, self.models)
        fields = {field.wire_name: field for field in schema.fields} if schema else {}
        if name not in fields:
            message = f"the answer of {method.name} has no field {name!r}{nearest(name, fields)}"
            self._note(where, message, line)
        return fields.get(name)

    def _check_states(self, field: Field | None, rule: PollRule, where: str) -> None:
        known = _states(field.type, self.models) if field else None
        for state in rule.done:
            if known is not None and state not in known:
                self._note(where, f"done: the document has no state {state!r}{nearest(state, known)}", rule.line)

    def _note(self, where: str, message: str, line: int) -> None:
        self.found.append(Problem(f"{where}: {message}", source=self.sdk.source, line=line or None))


def _last_in_path(method: Method) -> str:
    """The argument that the path of a method ends in; empty where it has none."""
    in_path = [parameter for parameter in method.parameters if parameter.location == "path"]
    in_path.sort(key=lambda parameter: method.path.find("{" + parameter.wire_name + "}"))
    return in_path[-1].py_name if in_path else ""


def _object(type_: Type | None, models: Mapping[str, Declaration]) -> ObjectSchema | None:
    if not isinstance(type_, Ref):
        return None
    declaration = models.get(type_.schema)
    if isinstance(declaration, AliasSchema):
        return _object(declaration.type, models)
    return declaration


def _states(type_: Type, models: Mapping[str, Declaration]) -> list[str] | None:
    """The states that the document lists; None where it lists none."""
    if isinstance(type_, Ref):
        declaration = models.get(type_.schema)
        return _states(declaration.type, models) if isinstance(declaration, AliasSchema) else None
    return [str(value) for value in type_.values] if isinstance(type_, Literals) else None
