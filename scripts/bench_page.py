"""The page of the benchmarks: results in, Markdown and pictures out. Every figure on it is computed here from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scripts.bench_generate import CHANGED, NOTHING
from scripts.bench_goals import Goal, between, goals
from scripts.bench_growth import WORK, factor
from scripts.bench_import import FLOOR, THEIRS
from scripts.bench_import import OURS as PACKAGE
from scripts.bench_pictures import Axis, Bar, Line, bars, lines, powers_around, steps_to
from scripts.bench_runtime import GENERATED
from scripts.generators import OURS
from scripts.rounds import Spread, ratios, spread

PAGE: Final = "benchmarks.md"
FOLDER: Final = "benchmarks"
TEMPLATE: Final = "benchmarks.md.jinja"
Results = Mapping[str, Any]


def write(results: Results, folder: Path) -> list[Path]:
    """Write the page, its pictures and the results beside them; returns what was written.

    Raises:
        OSError: If a file cannot be written.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    texts = {f"{FOLDER}/results.json": json.dumps(results, indent=1) + "\n", **render(results)}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def render(results: Results) -> dict[str, str]:
    """The page and its pictures, by their place below docs."""
    loader = FileSystemLoader(Path(__file__).parent)
    templates = Environment(  # noqa: S701 (Markdown, with no text of strangers in it)
        loader=loader, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    page = templates.get_template(TEMPLATE).render(view(results))
    return {PAGE: page, **{f"{FOLDER}/{name}.svg": picture for name, picture in pictures(results).items()}}


def view(results: Results) -> dict[str, Any]:
    """What the template shows."""
    reached = goals(results)
    return {
        "about": results["about"],
        "versions": _versions(results),
        "goals": _table(("goal", "wanted", "measured", ""), map(_goal, reached)),
        "met": sum(goal.met is True for goal in reached),
        "judged": sum(goal.met is not None for goal in reached),
        "document": results["generate"]["document"],
        "generate": _generate_table(results["generate"]["rows"]),
        "output": _output_table(results["generate"]),
        "commands": _commands(results["generate"]["rows"]),
        "failures": _failures(results),
        "growth": _growth_table(results["growth"]),
        "growth_goal": results["growth"]["goal"],
        "start": _start_table(results["start"]),
        "runtime": _runtime_table(results["runtime"]),
        "answers": _sizes_table([point for point in results["sizes"] if point["work"] == "answer"], _bytes, 1e6),
        "streams": _sizes_table([point for point in results["sizes"] if point["work"] == "stream"], _count, 1),
        "layer": _layer_table(results["layer"]),
        "diff": _diff_table(results["diff"]),
        "profile": _profile_table(results["profile"]),
        "rounds": {
            "generate": max((len(row["costs"]) for row in results["generate"]["rows"]), default=0),
            "growth": len(results["growth"]["sizes"][0]["costs"][WORK[0]]),
            "start": len(results["start"]["starts"][PACKAGE]),
            "runtime": len(results["runtime"]["cases"][0]["found"][PACKAGE]),
            "sizes": len(results["sizes"][0]["found"][PACKAGE]),
            "layer": len(results["layer"]["cases"]["validate"]),
            "diff": len(results["diff"]["rows"][0]["costs"]),
        },
        "layer_megabytes": results["layer"]["bytes"] / 1e6,
    }


# --- tables -----------------------------------------------------------------------------------------------------


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A table of Markdown; all but the first columns are set to the right."""
    lined = [":--" if number < left else "--:" for number in range(len(headings))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headings, lined, *rows))


def _goal(goal: Goal) -> tuple[str, ...]:
    said = {True: "met", False: "**not met**", None: "not measured"}[goal.met]
    return goal.name, goal.wanted, goal.measured, f"{said}: {goal.reason}" if goal.reason else said


def _of(items: Sequence[Mapping[str, float]], name: str) -> list[float]:
    return [item[name] for item in items]


def _versions(results: Results) -> str:
    found = {row["tool"].partition(" (")[0].partition(",")[0]: row["version"] for row in results["generate"]["rows"]}
    found |= {name: each["version"] for name, each in results["start"]["packages"].items()}
    return ", ".join(f"{name} {version}" for name, version in found.items() if version)


def _generate_table(rows: Sequence[Results]) -> str:
    ours: Sequence[Results] = next((row["costs"] for row in rows if row["tool"] == OURS), [])
    headings = ("", "wall", "times ours", "processor, s", "peak, MB", "times ours")
    return _table(headings, (_generate_row(row, ours) for row in rows))


def _generate_row(row: Results, ours: Sequence[Results]) -> tuple[str, ...]:
    if not row["costs"]:
        return row["tool"], f"not measured: {_first_line(row['failure'])}", "", "", "", ""
    cells = [f"{row['tool']} {row['version']}", between(spread(_of(row["costs"], "wall")), 2, " s")]
    for name, digits in (("wall", 0), ("cpu", 2), ("peak", 0)):
        numbers = _of(row["costs"], name)
        if name != "wall":
            cells.append(f"{spread(numbers).middle:,.{digits}f}")
        if name != "cpu":
            cells.append(between(ratios(numbers, _of(ours, name)), 2) if ours else "")
    return tuple(cells)


def _output_table(generate: Results) -> str:
    headings = ("", "writes", "operations", "classes", "files", "lines", "MB", "modules that import")
    whole = generate["document"]["operations"]
    rows = [row for row in generate["rows"] if row["files"] is not None]
    return _table(headings, (_output_row(row, whole) for row in rows), left=2)


def _output_row(row: Results, whole: int) -> tuple[str, ...]:
    covered = "types alone" if row["operations"] is None else f"{row['operations']:,} of {whole:,}"
    counts = [f"{row[name]:,}" for name in ("classes", "files", "lines")]
    imports = f"{row['imported']:,} of {row['modules']:,}"
    return row["tool"], row["makes"], covered, *counts, f"{row['bytes'] / 1e6:.1f}", imports


def _commands(rows: Sequence[Results]) -> list[tuple[str, str]]:
    return [(row["tool"], row["command"]) for row in rows if row["command"]]


def _failures(results: Results) -> list[tuple[str, str]]:
    """What did not work, each with its first line."""
    found = [(row["tool"], f"not measured: {row['failure']}") for row in results["generate"]["rows"] if row["failure"]]
    found += [
        (row["tool"], f"the first module that does not import says: {row['error']}")
        for row in results["generate"]["rows"]
        if row["error"]
    ]
    found += [(name, f"not measured: {reason}") for name, reason in results["runtime"]["missing"].items()]
    return [(name, _first_line(reason)) for name, reason in found]


def _first_line(text: str) -> str:
    """The first line of a message, without anything that would end a cell, and not longer than a line."""
    line = " ".join(text.strip().splitlines()[:1]).replace("|", "/").replace("`", "'")
    return line if len(line) <= 160 else f"{line[:157]}..."


def _growth_table(growth: Results) -> str:
    first = growth["sizes"][0]
    headings = ["times the document", "operations", "schemas"]
    for work in WORK:
        headings += [f"{work}, s", "peak, MB", "against linear"]
    rows = []
    for size in growth["sizes"]:
        cells = [f"{size['copies']}", f"{size['operations']:,}", f"{size['schemas']:,}"]
        for work in WORK:
            now, then = _of(size["costs"][work], "cpu"), _of(first["costs"][work], "cpu")
            against = factor(now, then, size["copies"] / first["copies"])
            peak = spread(_of(size["costs"][work], "peak")).middle
            cells += [f"{spread(now).middle:,.2f}", f"{peak:,.0f}", f"{against:.2f}"]
        rows.append(cells)
    return _table(headings, rows)


def _start_table(start: Results) -> str:
    starts, packages = start["starts"], start["packages"]
    names = [name for name in (PACKAGE, THEIRS, FLOOR) if name in starts]
    headings = ["", *(f"{name} {packages[name]['version']}" + (" alone" if name == FLOOR else "") for name in names)]
    rows = []
    for label, key, unit, digits in (
        ("import, ms", "import_", 1000, 1),
        ("client, ms", "client", 1000, 1),
        ("first call, ms", "call", 1000, 1),
        ("**all of it, ms**", "total", 1000, 1),
        ("modules loaded by the import", "import_modules", 1, 0),
        ("modules loaded up to the answer", "call_modules", 1, 0),
        ("peak memory, MB", "peak", 1, 1),
    ):
        found = {name: [value * unit for value in _of(starts[name], key)] for name in names}
        cells = [label, *(between(spread(found[name]), digits) for name in names)]
        rows.append([*cells, between(ratios(found[PACKAGE], found[THEIRS]), 2) if THEIRS in names else ""])
    for label, key, digits in (("installed, MB", "megabytes", 1), ("installed, lines", "lines", 0)):
        cells = [f"{packages[name][key]:,.{digits}f}" if packages[name][key] else "" for name in names]
        share = f"{packages[PACKAGE][key] / packages[THEIRS][key]:.2f}" if THEIRS in names else ""
        rows.append([label, *cells, share])
    return _table([*headings, "ours of the official"], rows)


def _runtime_table(runtime: Results) -> str:
    names = [PACKAGE, THEIRS, GENERATED]
    versions = runtime["versions"]
    headings = ["", "µs", *(f"{name} {versions.get(name, '')}".strip() for name in names)]
    headings += ["official, times ours", "generated, times ours", "httpx alone", "peak, MB, ours", "official"]
    return _table(headings, (_runtime_row(case, names) for case in runtime["cases"]), left=2)


def _runtime_row(case: Results, names: Sequence[str]) -> list[str]:
    times = {name: _of(found, "seconds") for name, found in case["found"].items()}
    cells = [case["name"], case["label"]]
    for name in names:
        missing = "no such operation" if name == GENERATED and not case["generated"] else "not measured"
        cells.append(between(spread([each * 1e6 for each in times[name]]), 1) if name in times else missing)
    cells += [between(ratios(times[name], times[PACKAGE]), 1) if name in times else "" for name in names[1:]]
    cells.append(f"{spread(case['alone']).middle * 1e6:,.1f}" if case["alone"] else "")
    peaks = {name: spread(_of(found, "peak")).middle for name, found in case["found"].items()}
    return [*cells, *(f"{peaks[name]:,.0f}" if name in peaks else "" for name in names[:2])]


def _rates(found: Sequence[Results], size: int, unit: float) -> list[float]:
    return [size / unit / seconds for seconds in _of(found, "seconds")]


def _sizes_table(points: Sequence[Results], written: Callable[[float], str], unit: float) -> str:
    names = list(dict.fromkeys(name for point in points for name in point["found"]))
    what = "MB/s" if unit > 1 else "events/s"
    headings = ["", *(f"{name}, {what}" for name in names)]
    headings += [*(f"{name}, times ours" for name in names[1:]), *(f"{name}, peak MB" for name in names)]
    rows = []
    for point in points:
        found = point["found"]
        rates = {name: _rates(found[name], point["size"], unit) for name in names}
        row = [written(point["size"])]
        row += [between(spread(rates[name]), 1 if unit > 1 else 0) for name in names]
        row += [between(ratios(rates[name], rates[PACKAGE]), 2) for name in names[1:]]
        rows.append([*row, *(f"{spread(_of(found[name], 'peak')).middle:,.0f}" for name in names)])
    return _table(headings, rows)


def _layer_table(layer: Results) -> str:
    size, cases = layer["bytes"], layer["cases"]
    alone = _of(cases["tiktoken alone"], "seconds")
    rows = []
    for name, found in cases.items():
        seconds = _of(found, "seconds")
        middle = spread(seconds).middle
        rates = (f"{size / 1e6 / middle:,.1f}", f"{found[0]['records'] / middle:,.0f}")
        tokens = f"{found[0]['tokens']:,}" if found[0]["tokens"] else ""
        peak = f"{spread(_of(found, 'peak')).middle:,.0f}"
        rows.append((name, between(spread(seconds), 2), *rates, tokens, peak, between(ratios(seconds, alone), 2)))
    return _table(("", "seconds", "MB/s", "records/s", "tokens", "peak, MB", "times tiktoken alone"), rows)


def _diff_table(diff: Results) -> str:
    rows = []
    for row in diff["rows"]:
        wall, cpu, peak = (spread(_of(row["costs"], name)) for name in ("wall", "cpu", "peak"))
        cells = (between(wall, 2), between(cpu, 2), f"{peak.middle:,.0f}", f"{2 * peak.middle:,.0f}")
        rows.append((row["spelling"], *cells, f"{row['findings']:,}", f"{row['megabytes']:.1f}"))
    headings = ("", "wall, s", "processor, s", "peak of a process, MB", "of both, MB", "findings", "read, MB")
    return _table(headings, rows)


def _profile_table(profiles: Sequence[Results]) -> str:
    def told(shares: Sequence[Results]) -> str:
        return ", ".join(f"`{each['name']}` {each['share']:.0%}" for each in shares)

    rows = ((each["name"], told(each["parts"]), told(each["functions"])) for each in profiles)
    return _table(("", "parts", "slowest functions; of `start`, modules"), rows, left=3)


# --- pictures ---------------------------------------------------------------------------------------------------


def pictures(results: Results) -> dict[str, str]:
    """The pictures by name."""
    return {
        "generate": _generate_picture(results["generate"]["rows"]),
        "growth": _growth_picture(results["growth"]),
        "start": _start_picture(results["start"]["starts"]),
        "runtime": _runtime_picture(results["runtime"]["cases"]),
        "answers": _sizes_picture(results["sizes"], "answer", "seconds"),
        "answers-memory": _sizes_picture(results["sizes"], "answer", "peak"),
        "streams": _sizes_picture(results["sizes"], "stream", "seconds"),
    }


def _generate_picture(rows: Sequence[Results]) -> str:
    shown = []
    for row in rows:
        if row["costs"]:
            found = spread(_of(row["costs"], "wall"))
            colour = 0 if row["tool"] in (OURS, NOTHING, CHANGED) else 1
            shown.append(Bar(row["tool"], found, f"{found.middle:.2f} s", colour))
    told = "; ".join(f"{bar.label}: {bar.text}" for bar in shown)
    return bars("Generating from OpenAI's document: seconds on the wall", told, shown)


def _growth_picture(growth: Results) -> str:
    first = growth["sizes"][0]
    shown = []
    for work in WORK:
        then = _of(first["costs"][work], "cpu")
        points = tuple(
            (float(size["copies"]), factor(_of(size["costs"][work], "cpu"), then, size["copies"] / first["copies"]))
            for size in growth["sizes"]
        )
        shown.append(Line(work, points))
    told = _told(shown, lambda point: f"{point[1]:.2f} at {point[0]:g}")
    copies = tuple(float(size["copies"]) for size in growth["sizes"])
    across = Axis("times OpenAI's document", copies, "{:g}".format, True)
    greatest = max([growth["goal"], *(y for line in shown for _, y in line.points)])
    up = Axis("processor time against linear growth", steps_to(greatest * 1.05), "{:.2f}".format)
    goal = (growth["goal"], f"goal: at most {growth['goal']:g}")
    return lines("Growth: 1 is linear", told, shown, across, up, goal)


def _start_picture(starts: Results) -> str:
    shown = []
    for name in (PACKAGE, THEIRS, FLOOR):
        if name in starts:
            found = spread([start["total"] * 1000 for start in starts[name]])
            label = f"{name} alone" if name == FLOOR else name
            shown.append(Bar(label, found, f"{found.middle:,.0f} ms", (PACKAGE, THEIRS, FLOOR).index(name)))
    told = "; ".join(f"{bar.label}: {bar.text}" for bar in shown)
    theirs = next((bar.length.middle for bar in shown if bar.label == THEIRS), None)
    goal = None if theirs is None else theirs / 5
    return bars("Import, client and first call: milliseconds", told, shown, goal)


def _runtime_picture(cases: Sequence[Results]) -> str:
    shown = []
    for case in cases:
        for number, name in enumerate((THEIRS, GENERATED), start=1):
            if name in case["found"]:
                ours, other = (_of(case["found"][each], "seconds") for each in (PACKAGE, name))
                found = ratios(other, ours)
                label = f"{case['name']}: {'official' if name == THEIRS else 'generated'}"
                shown.append(Bar(label, found, f"{found.middle:.1f}", number))
    told = "; ".join(f"{bar.label}: {bar.text}" for bar in shown) or "no peer was measured"
    return bars("Time, in times ours: the official client, and a generated one", told, shown)


def _sizes_picture(points: Sequence[Results], work: str, what: str) -> str:
    taken = [point for point in points if point["work"] == work]
    unit = 1e6 if work == "answer" else 1.0

    def value(found: Sequence[Results], size: int) -> float:
        rates: Spread = spread(_rates(found, size, unit) if what == "seconds" else _of(found, "peak"))
        return rates.middle

    names = list(dict.fromkeys(name for point in taken for name in point["found"]))
    shown = [
        Line(name, tuple((float(point["size"]), value(point["found"][name], point["size"])) for point in taken
                         if name in point["found"]))
        for name in names
    ]  # fmt: skip
    written = _bytes if work == "answer" else _count
    ticks = tuple(float(point["size"]) for point in taken)
    across = Axis("size of the answer" if work == "answer" else "events of the stream", _two(ticks), written, True)
    rate = "megabytes in a second" if work == "answer" else "events in a second"
    up = Axis(
        rate if what == "seconds" else "most memory of the process, MB",
        powers_around([y for line in shown for _, y in line.points]), "{:,g}".format, True,
    )  # fmt: skip
    title = {"answer": "Decoding answers, every item read", "stream": "Reading chat streams"}[work]
    told = _told(shown, lambda point: f"{point[1]:,.1f} at {written(point[0])}")
    return lines(f"{title}: {up.name}", told, shown, across, up)


def _told(shown: Sequence[Line], point: Callable[[tuple[float, float]], str]) -> str:
    """What lines show, in words."""
    return "; ".join(f"{line.name}: {', '.join(map(point, line.points))}" for line in shown)


def _two(ticks: tuple[float, ...]) -> tuple[float, ...]:
    """Ticks that an axis can be made of: two at least."""
    return ticks if len(ticks) > 1 else (ticks[0], ticks[0] * 10)


def _bytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} KB"


def _count(number: float) -> str:
    return f"{number:,.0f}"
