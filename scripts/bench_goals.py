"""The goals of performance, what was measured of each, and, where one is not met, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from scripts.bench_generate import NOTHING
from scripts.bench_growth import WORK, factor
from scripts.bench_import import FLOOR, THEIRS
from scripts.bench_import import OURS as PACKAGE
from scripts.generators import OURS
from scripts.rounds import Spread, ratios, spread

COLD_SECONDS: Final = 5.0
AGAIN_SECONDS: Final = 0.3
START_RATIO: Final = 0.2


@frozen
class Goal:
    """A goal.

    Attributes:
        name: What is measured.
        wanted, measured: In words, with units.
        met: Whether it is met; None where a part of it was not measured.
        reason: What stands in the way, where it is not.
    """

    name: str
    wanted: str
    measured: str
    met: bool | None
    reason: str = ""


def goals(results: Mapping[str, Any]) -> list[Goal]:
    """Every goal with what was measured."""
    return [*_generate(results), *_growth(results), *_start(results), *_runtime(results), *_rest(results)]


def between(found: Spread, digits: int, unit: str = "") -> str:
    """A median and its quartiles: ``5.02 s (4.98 to 5.10)``."""
    middle, low, high = (f"{number:,.{digits}f}" for number in (found.middle, found.low, found.high))
    return f"{middle}{unit}" if low == middle == high else f"{middle}{unit} ({low} to {high})"


def slowest(results: Mapping[str, Any], name: str) -> str:
    """The largest parts of a profile, in words."""
    for profile in results["profile"]:
        if profile["name"] == name:
            return ", ".join(f"{part['name']} {part['share']:.0%}" for part in profile["parts"][:3])
    return ""


def _generate(results: Mapping[str, Any]) -> Iterator[Goal]:
    for row, wanted, name in (
        (OURS, COLD_SECONDS, "generating OpenAI's client, cold"),
        (NOTHING, AGAIN_SECONDS, "the same with nothing to do"),
    ):
        costs: list[Any] = next((each["costs"] for each in results["generate"]["rows"] if each["tool"] == row), [])
        if not costs:
            yield Goal(name, f"under {wanted:g} s", "not measured", None)
            continue
        found = spread([cost["wall"] for cost in costs])
        met = found.middle < wanted
        why = "" if met else f"largest parts: {slowest(results, 'generate')}"
        yield Goal(name, f"under {wanted:g} s", between(found, 2, " s"), met, why)


def _growth(results: Mapping[str, Any]) -> Iterator[Goal]:
    sizes, wanted = results["growth"]["sizes"], results["growth"]["goal"]
    first, last = sizes[0], sizes[-1]
    times = last["copies"] / first["copies"]
    for work in WORK:
        large, small = ([cost["cpu"] for cost in size["costs"][work]] for size in (last, first))
        found = factor(large, small, times)
        name = f"{work} at {last['copies']} times the document, against linear"
        met = found <= wanted
        why = "" if met else f"largest parts: {slowest(results, _large(results))}"
        yield Goal(name, f"at most {wanted:g} times", f"{found:.2f} times", met, why)


def _large(results: Mapping[str, Any]) -> str:
    """Name of the profile of the large document."""
    return next((each["name"] for each in results["profile"] if each["name"].endswith(" times")), "")


def _start(results: Mapping[str, Any]) -> Iterator[Goal]:
    starts = results["start"]["starts"]
    name, wanted = "import and first call, of the official client's time", f"at most {START_RATIO:g}"
    if THEIRS not in starts:
        yield Goal(name, wanted, "not measured", None)
        return
    ours, theirs, floor = ([start["total"] for start in starts[each]] for each in (PACKAGE, THEIRS, FLOOR))
    found = ratios(ours, theirs)
    met = found.middle <= START_RATIO
    why = "" if met else f"{FLOOR} alone takes {between(ratios(floor, theirs), 2)} of the official client's time"
    yield Goal(name, wanted, between(found, 2), met, why)


def _runtime(results: Mapping[str, Any]) -> Iterator[Goal]:
    for case in results["runtime"]["cases"]:
        if not case["target"]:
            continue
        name, wanted = f"{case['label']}, against the official client", f"{case['target']:g} times less"
        if THEIRS not in case["found"]:
            yield Goal(name, wanted, "not measured", None)
            continue
        ours, theirs = ([each["seconds"] for each in case["found"][side]] for side in (PACKAGE, THEIRS))
        found = ratios(theirs, ours)
        met = found.middle >= case["target"]
        yield Goal(name, wanted, f"{between(found, 1)} times less", met, "" if met else _floor(case, theirs, ours))


def _floor(case: Mapping[str, Any], theirs: list[float], ours: list[float]) -> str:
    if not case["alone"]:
        return "see where the time goes"
    alone = spread(case["alone"]).middle
    most = spread(theirs).middle / alone
    share = alone / spread(ours).middle
    return f"{FLOOR} alone takes {share:.0%} of ours; without a line of our own it were {most:.1f} times"


def _rest(results: Mapping[str, Any]) -> Iterator[Goal]:
    layer = results["layer"]
    whole, alone = ([each["seconds"] for each in layer["cases"][case]] for case in ("validate", "tiktoken alone"))
    found = ratios(whole, alone)
    wanted = f"at most {layer['goal']:g} times"
    yield Goal("a look over training data, against tiktoken alone", wanted, f"{between(found, 1)} times",
               found.middle <= layer["goal"])  # fmt: skip
    wished = results["diff"]["goal"]
    costs = results["diff"]["rows"][0]["costs"]
    time, peak = (spread([cost[name] for cost in costs]) for name in ("wall", "peak"))
    met = time.middle <= wished["wall"]
    why = "" if met else f"largest parts: {slowest(results, 'diff')}"
    most, both = wished["peak"], 2 * peak.middle
    name = "a review of OpenAI's document (JSON)"
    yield Goal(name, f"at most {wished['wall']:g} s", between(time, 2, " s"), met, why)
    yield Goal("its memory, two processes together", f"at most {most:g} MB", f"{both:,.0f} MB", both <= most)
