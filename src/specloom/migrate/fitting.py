"""What a config asks for, held against the document: only what differs from the rules is said, and only what fits."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from specloom.migrate.needed import only_different
from specloom.migrate.subject import ROUNDS, Subject, calls_of, methods_by_call, plain_key, planned_with
from specloom.migrate.text import Asked, Written, write_sdk
from specloom.migrate.values import MethodWish, ModelWish, Remark, Wishes
from specloom.plan.naming import parameter_name
from specloom.plan.operations import operations
from specloom.plan.sdk import PageRules, matches
from specloom.plan.stated import wrong_call
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem


@frozen
class Fitted:
    """An sdk.yaml and what could not be said in it.

    Attributes:
        text: Of the sdk.yaml.
        asked: Methods that the config names.
        stated: How many of them stand in the sdk.yaml; the others have their names by rule.
    """

    text: str
    remarks: tuple[Remark, ...]
    asked: int
    stated: int


def fit(wishes: Wishes, head: Iterable[str], subject: Subject | None, *, everything: bool = False) -> Fitted:
    """Make the sdk.yaml that a config asks for.

    Args:
        head: Lines of comment above it.
        subject: The document; without one all is said, and nothing is checked beyond the rules of sdk.yaml.
        everything: Whether names are said that come by rule as well.
    """
    remarks: list[Remark] = []
    methods = _grouped(wishes, subject, remarks)
    asked = Asked(
        client=_client(wishes, subject, remarks),
        query_arrays=wishes.query_arrays,
        options=wishes.options,
        acronyms=wishes.acronyms,
        methods=methods,
        headers=wishes.headers,
        models=_named_once(wishes.models, remarks),
    )
    head = tuple(head)
    if subject is None:
        calls = [wish.call for listed in methods.values() for wish in listed]
        spelled = {key: tuple(map(_with_spelled_body, listed)) for key, listed in asked.methods.items()}
        deprecated = tuple(one for one in wishes.deprecated if _fits(one, calls))
        asked = evolve(asked, methods=spelled, deprecated=deprecated)
        remarks += [Remark(fact.line, fact.what, "belongs into the document") for fact in wishes.security.values()]
        why = "is not looked at without a document: tell which API it is"
        remarks += [
            Remark(wish.line, f"{wish.what}.{key}", why)
            for wish in wishes.methods
            for key in ("paginated", "positional_params")
            if getattr(wish, key.removesuffix("_params")) is not None
        ]
        count = len(calls)
        return Fitted(write_sdk(asked, head).text, tuple(sorted(remarks)), count, count)
    remarks += _of_document(wishes, subject)
    asked = _accepted(asked, subject, remarks)
    asked = _with_pages(asked, wishes, subject, remarks)
    if not everything:
        asked = only_different(asked, subject)
    written = write_sdk(asked, head)
    named = sum(map(len, methods.values()))
    return Fitted(written.text, tuple(sorted(set(remarks))), named, sum(map(len, asked.methods.values())))


def _grouped(wishes: Wishes, subject: Subject | None, remarks: list[Remark]) -> dict[str, tuple[MethodWish, ...]]:
    """The methods of each operation, without those that cannot be."""
    known = {one.spelt: one for one in operations(subject.prepared)} if subject else None
    found: dict[str, list[MethodWish]] = {}
    calls: dict[tuple[str, ...], MethodWish] = {}
    for wish in wishes.methods:
        why = ""
        key = plain_key(wish.key)
        if known is not None and key not in known:
            why = f"left out: the document has no operation {wish.key!r}{nearest(key, known)}"
        elif len(wish.call) == 1:
            why = f"a method of the client itself has no counterpart: {wish.key} is named by rule"
        elif problem := wrong_call(wish.call):
            why = f"{problem}; {wish.key} is named by rule"
        elif wish.call in calls:
            why = f"{'.'.join(wish.call)} is the method of {calls[wish.call].key} already; {wish.key} is named by rule"
        if why:
            remarks.append(Remark(wish.line, wish.what, why))
            continue
        calls[wish.call] = wish
        found.setdefault(wish.key, []).append(wish)
    return {key: tuple(listed) for key, listed in found.items()}


def _client(wishes: Wishes, subject: Subject | None, remarks: list[Remark]) -> dict[str, str]:
    found: dict[str, str] = {}
    if wishes.client:
        found["name"] = wishes.client
    first, *others = wishes.environments.values() or (None,)
    servers = [str(one.get("url", "")) for one in subject.prepared.get("servers", ())] if subject else []
    if first is not None and (not servers or first.value != servers[0]):
        if "{" in first.value:
            remarks.append(
                Remark(first.line, first.what, "a URL with variables belongs into `servers` of the document")
            )
        else:
            found["base_url"] = first.value
    for other in others:
        if other is not None and other.value not in servers:
            why = "pass it as `base_url`, or name it in `servers` of the document"
            remarks.append(Remark(other.line, other.what, why))
    if wishes.organization:
        found["base_url_env"] = f"{wishes.organization}_BASE_URL"
    return found


def _of_document(wishes: Wishes, subject: Subject) -> list[Remark]:
    """What the config says of the document, where that says something else."""
    prepared, found = subject.prepared, []
    said = {
        "security": prepared.get("security"),
        "security_schemes": prepared.get("components", {}).get("securitySchemes"),
    }
    for key, fact in wishes.security.items():
        if fact.value != said[key]:
            found.append(Remark(fact.line, fact.what, "the document says otherwise; overlay.yaml changes it"))
    package = wishes.python_package
    if package is not None and package.value != subject.package:
        why = f"the package is {subject.package!r}; `package` in specloom.toml names it"
        found.append(Remark(package.line, package.what, why))
    asked = {plain_key(wish.key) for wish in wishes.methods}
    silent = [one.spelt for one in operations(prepared) if one.spelt not in asked]
    if silent:
        shown = ", ".join(silent[:5]) + (f" and {len(silent) - 5} more" if len(silent) > 5 else "")
        found.append(
            Remark(wishes.line, "resources", f"says nothing of {shown}: named by rule, for no operation is left out")
        )
    return found


def _named_once(models: Iterable[ModelWish], remarks: list[Remark]) -> tuple[ModelWish, ...]:
    """Models without those whose name another one of their package has: subresources of one name may have both."""
    kept: dict[tuple[tuple[str, ...], str], ModelWish] = {}
    for model in models:
        first = kept.setdefault((model.package or ("types",), model.name), model)
        if first.schema != model.schema:
            remarks.append(Remark(model.line, model.what, f"left out: {model.name} is the name of {first.schema}"))
    return tuple(kept.values())


def _accepted(asked: Asked, subject: Subject, remarks: list[Remark]) -> Asked:
    """What is asked without all that the plan refuses, one round after the other: each may bring up new ones."""
    schemes = subject.prepared.get("components", {}).get("securitySchemes", {})
    for option in asked.options:
        if option.rule.scheme and option.rule.scheme not in schemes:
            hint = nearest(option.rule.scheme, schemes)
            why = f"left out: the document has no security scheme {option.rule.scheme!r}{hint}"
            remarks.append(Remark(option.line, option.what, why))
    kept = tuple(one for one in asked.options if not one.rule.scheme or one.rule.scheme in schemes)
    asked = _fitting_bodies(evolve(asked, options=kept), subject, remarks)
    for _ in range(ROUNDS):
        written = write_sdk(asked, ())
        problems = subject.made(written.text)[1]
        refused = _refused(written, problems, remarks)
        if not refused:
            remarks += (Remark(1, "the whole", str(problem)) for problem in problems)
            break
        asked = _without(asked, refused)
    return asked


def _refused(written: Written, problems: Iterable[Problem], remarks: list[Remark]) -> set[str]:
    refused = set()
    for problem in problems:
        origin = written.origins.get(problem.line or 0)
        if origin is not None and origin.what not in refused:
            refused.add(origin.what)
            remarks.append(Remark(origin.line, origin.what, f"left out: {problem.message}"))
    return refused


def _without(asked: Asked, refused: set[str]) -> Asked:
    methods = {key: tuple(one for one in listed if one.what not in refused) for key, listed in asked.methods.items()}
    return evolve(
        asked,
        methods={key: listed for key, listed in methods.items() if listed},
        models=tuple(one for one in asked.models if one.what not in refused),
        options=tuple(one for one in asked.options if one.what not in refused),
    )


def _fitting_bodies(asked: Asked, subject: Subject, remarks: list[Remark]) -> Asked:
    """Names for bodies only where a body is one argument, and only names that Python can have."""
    if not any(one.body for listed in asked.methods.values() for one in listed):
        return asked
    plain = {key: tuple(evolve(one, body="") for one in listed) for key, listed in asked.methods.items()}
    plan = planned_with(evolve(asked, methods=plain), subject)
    found = methods_by_call(plan)
    whole = {key for key, calls in calls_of(plan, subject).items() if any(found[call].body.whole for call in calls)}
    methods: dict[str, tuple[MethodWish, ...]] = {}
    for key, listed in asked.methods.items():
        kept = []
        for wish in listed:
            if wish.body and plain_key(key) not in whole:
                why = f"the properties of the body are arguments of {'.'.join(wish.call)}; {wish.body!r} is none"
                remarks.append(Remark(wish.line, f"{wish.what}.body_param_name", why))
                wish = evolve(wish, body="")
            kept.append(_with_spelled_body(wish))
        methods[key] = tuple(kept)
    return evolve(asked, methods=methods)


def _with_spelled_body(wish: MethodWish) -> MethodWish:
    """The wish with a name for the body that Python can have; none where it is the one that comes by rule."""
    body = parameter_name(wish.body) if wish.body else ""
    return evolve(wish, body="" if body == "body" else body)


def _with_pages(asked: Asked, wishes: Wishes, subject: Subject, remarks: list[Remark]) -> Asked:
    """Pages as the config has them, where sdk.yaml can say so; what else is said of calls as they are now."""
    methods = methods_by_call(planned_with(asked, subject))
    rules: dict[str, list[str]] = {"single": [], "link": [], "none": []}
    for wish in (one for listed in asked.methods.values() for one in listed):
        method = methods[wish.call]
        if wish.paginated is False and method.page is not None:
            rules["none"].append(".".join(wish.call))
        elif wish.paginated and method.page is None:
            scheme = wishes.pages.get("" if wish.paginated is True else wish.paginated)
            if scheme is not None and scheme.kind:
                rules[scheme.kind].append(".".join(wish.call))
        positional = [one.wire_name for one in method.parameters if one.positional]
        if wish.positional is not None and list(wish.positional) != positional:
            why = f"{', '.join(positional) or 'nothing'} is positional: by rule the last parameter of the path"
            remarks.append(Remark(wish.line, f"{wish.what}.positional_params", why))
    asked = evolve(asked, deprecated=tuple(one for one in wishes.deprecated if _fits(one, methods)))
    single, link, none = (tuple(rules[kind]) for kind in ("single", "link", "none"))
    asked = evolve(asked, pages=PageRules(single=single, link=link, none=none))
    paged = {call for call, method in methods_by_call(planned_with(asked, subject)).items() if method.page}
    for wish in (one for listed in asked.methods.values() for one in listed):
        if wish.paginated and wish.call not in paged:
            why = "is not read page by page: its answer is no list that goes on in a known way (docs/sdk-yaml.md)"
            remarks.append(Remark(wish.line, f"{wish.what}.paginated", why))
    return asked


def _fits(pattern: str, calls: Iterable[tuple[str, ...]]) -> bool:
    return any(matches(call, (pattern,)) for call in calls)
