"""Lists that go on by the conventions of many APIs: a token, the number of a page, an offset, a URL in the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from attrs import frozen

from specloom.plan.called import CalledMethod
from specloom.plan.naming import snake
from specloom.plan.parsed import Declaration, Endpoint, Parsed
from specloom.plan.schemas import is_flag, list_item, object_of, resolved, without_null
from specloom.plan.sdk import PageRule, Sdk
from specloom.plan.types import ANY, Primitive, Type, UnionOf
from specloom.plan.values import PagePlan
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

TOKENS = {
    "next_token": ("next_token", "start_token", "token"),
    "next_cursor": ("cursor", "next_cursor"),
    "next_page_token": ("page_token", "next_page_token"),
    "next_continuation_token": ("continuation_token",),
    "next_marker": ("marker", "next_marker"),
    "next_key": ("start_key", "next_key"),
    "next_start_key": ("start_key", "next_start_key"),
    "last_evaluated_key": ("start_key", "exclusive_start_key", "last_evaluated_key"),
    "page_token": ("page_token",),
    "continuation_token": ("continuation_token",),
    "cursor": ("cursor",),
    "marker": ("marker",),
    "start_key": ("start_key",),
}
"""Names under which answers tell where the next page begins, with those of the arguments that take it back."""
_WRAPPERS = {"meta", "metadata", "pagination", "paging", "page_info", "response_metadata"}
_MORE = {"has_more", "has_next_page", "is_truncated", "truncated"}
_PAGES = {"total_pages", "page_count", "pages"}
_TOTAL = {"total", "total_count", "total_items", "total_results"}


class PagingError(Exception):
    """An answer is not as a rule of sdk.yaml says: why."""


@frozen
class ListAnswer:
    """An answer and what its operation is asked with.

    Attributes:
        type_: Of the answer.
        taken: Wire names of the parameters of its query.
        models: What its types name.
    """

    type_: Type
    taken: Collection[str]
    models: Mapping[str, Declaration]

    @classmethod
    def of(cls, type_: Type, endpoint: Endpoint, models: Mapping[str, Declaration]) -> ListAnswer:
        """The answer of an operation."""
        return cls(type_, [one.wire_name for one in endpoint.parameters if one.location == "query"], models)

    def by_rule(self) -> PagePlan | None:
        """The page where nothing can be meant but a token, else None."""
        lists = self._lists()
        tokens = [*self._find(TOKENS, self._is_token)]
        if len(lists) != 1 or len(tokens) != 1:
            return None
        (items,), (token,) = lists, tokens
        arguments = self._takers(token)
        if len(arguments) != 1 or ("data" in self._fields(self.type_) and items != "data"):
            return None
        return self._token(PageRule("token", ""), items, token, arguments[0])

    def stated(self, rule: PageRule) -> PagePlan:
        """The page that a rule of sdk.yaml says.

        Raises:
            PagingError: If the answer or the request is not such, or leaves open what the rule does not say.
        """
        items = self._items(rule)
        if rule.kind == "token":
            token = rule.next or self._only("next", [*self._find(TOKENS, self._is_token)])
            self._there("next", token)
            argument = rule.argument or self._only("argument", self._takers(token))
            return self._token(rule, items, token, self._argument(argument))
        if rule.kind == "url":
            self._there("next", rule.next or "next")
            return self._plan(rule, items, next=rule.next or "next")
        usual, end, ends = ("page", "pages", _PAGES) if rule.kind == "number" else ("offset", "total", _TOTAL)
        stated = rule.pages if rule.kind == "number" else rule.total
        argument = self._argument(rule.argument or usual)
        ending = self._ending(end, stated, ends, self._is_number)
        default = 1 if rule.kind == "number" else 0
        first = {} if rule.first in (None, default) else {"first": str(rule.first)}
        return self._plan(rule, items, argument=argument, **first, **ending)

    def _token(self, rule: PageRule, items: str, token: str, argument: str) -> PagePlan:
        return self._plan(rule, items, next=token, argument=argument)

    def _plan(self, rule: PageRule, items: str, **how: str) -> PagePlan:
        listed = list_item(self.type_ if not items else self._at(items) or ANY, self.models)
        assert listed is not None, "it was found to be a list"
        how |= self._ending("more", rule.more, _MORE, lambda type_: is_flag(type_, self.models))
        kept = how if how.get("more") != "has_more" else {name: how[name] for name in how if name != "more"}
        return PagePlan(rule.kind, listed, items=items or "data", how=tuple(kept.items()))

    def _items(self, rule: PageRule) -> str:
        """Where the list is; empty where the answer itself is one."""
        if not rule.items and rule.kind in ("number", "offset") and list_item(self.type_, self.models) is not None:
            return ""
        items = rule.items or self._only("items", self._lists())
        if list_item(self._there("items", items), self.models) is None:
            raise PagingError(f"items: {items!r} is no list in the answer")
        return items

    def _ending(self, key: str, stated: str, usual: Collection[str], fits: Callable[[Type], bool]) -> dict[str, str]:
        if stated:
            self._there(key, stated)
            return {key: stated}
        found = [*self._find(usual, fits)]
        return {key: found[0]} if len(found) == 1 else {}

    def _argument(self, name: str) -> str:
        if name not in self.taken:
            raise PagingError(f"argument: the query has no {name!r}{nearest(name, self.taken)}")
        return name

    def _takers(self, token: str) -> list[str]:
        """The parameters that take a token of this name back."""
        wanted = TOKENS.get(snake(token.rpartition(".")[2]), ())
        return [name for name in self.taken if snake(name) in wanted]

    def _lists(self) -> list[str]:
        """The lists of objects that stand in the answer itself."""
        found = []
        for name, type_ in self._fields(self.type_).items():
            item = list_item(type_, self.models)
            if item is not None and object_of(item, self.models) is not None:
                found.append(name)
        return found

    def _find(self, names: Collection[str], fits: Callable[[Type], bool]) -> Iterator[str]:
        """The paths of the fields that have one of these names, in the answer and what is wrapped around it."""
        for name, type_ in self._fields(self.type_).items():
            if snake(name) in names and fits(type_):
                yield name
            if snake(name) in _WRAPPERS:
                for inner, found in self._fields(type_).items():
                    if snake(inner) in names and fits(found):
                        yield f"{name}.{inner}"

    def _only(self, key: str, found: list[str]) -> str:
        if len(found) != 1:
            several = f"may be {', '.join(found)}" if found else "is not plain from the document"
            raise PagingError(f"{key}: it {several}; say which")
        return found[0]

    def _there(self, key: str, path: str) -> Type:
        found = self._at(path)
        if found is None:
            raise PagingError(f"{key}: the answer has no {path!r}{nearest(path, self._fields(self.type_))}")
        return found

    def _at(self, path: str) -> Type | None:
        """The type of a field by its name, or by the names that lead to it with dots between."""
        type_: Type = self.type_
        rest = path
        while rest not in (fields := self._fields(type_)):
            first, _, rest = rest.partition(".")
            if not rest or first not in fields:
                return None
            type_ = fields[first]
        return fields[rest]

    def _fields(self, type_: Type) -> Mapping[str, Type]:
        schema = object_of(type_, self.models)
        return {field.wire_name: field.type for field in schema.fields} if schema else {}

    def _is_token(self, type_: Type) -> bool:
        return self._is_of(type_, "str", "int")

    def _is_number(self, type_: Type) -> bool:
        return self._is_of(type_, "int", "float", "str")

    def _is_of(self, type_: Type, *names: str) -> bool:
        inner = without_null(resolved(type_, self.models))
        members = inner.members if isinstance(inner, UnionOf) else (inner,)
        return all(isinstance(one, Primitive) and one.name in names for one in members)


def page_problems(sdk: Sdk, methods: Iterable[CalledMethod], parsed: Parsed) -> Iterator[Problem]:
    """The rules of sdk.yaml that make a page of none of the methods that their patterns fit, with the first reason."""
    reasons: dict[PageRule, str] = {}
    for called in methods:
        rule = sdk.pages.rule_of(called.call)
        if rule is None or reasons.get(rule) == "":
            continue
        type_, endpoint = called.method.response.type or ANY, parsed.endpoints[called.method.operation_id]
        try:
            ListAnswer.of(type_, endpoint, parsed.models).stated(rule)
        except PagingError as error:
            reasons.setdefault(rule, str(error))
        else:
            reasons[rule] = ""
    for rule, reason in reasons.items():
        if reason:
            yield Problem(f"pages.{rule.kind}.{rule.pattern}: {reason}", source=sdk.source, line=rule.line)
