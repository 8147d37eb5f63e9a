"""Jobs of GitHub and GitLab that pages show: held against our action, our commands and our own workflow."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import yaml

from .blocks import ROOT, Block, load
from .checked import check

OURS = "OWNER/specloom@REF"
"""How the pages name our action."""


def check_github(block: Block, api: str) -> None:
    """Hold a workflow against the inputs of our action, the actions that we use, and the side that it compares."""
    workflow: dict[Any, Any] = load(block)
    # YAML 1.1 reads the key `on` as a truth value.
    assert set(workflow) == {True, "permissions", "jobs"}
    ours = yaml.safe_load((ROOT / ".github/workflows/spec-review.yml").read_text("utf-8"))
    assert workflow["permissions"] == ours["permissions"]
    known = {step["uses"] for job in ours["jobs"].values() for step in job["steps"] if "uses" in step}
    (job,) = workflow["jobs"].values()
    steps: list[dict[str, Any]] = job["steps"]
    assert {step["uses"] for step in steps if "uses" in step} - {OURS} <= known
    (review,) = [step["with"] for step in steps if step.get("uses") == OURS]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    assert set(review) <= set(inputs)
    assert {name for name, one in inputs.items() if one.get("required")} <= set(review)
    ids = {step["id"] for step in steps if "id" in step}
    assert set(re.findall(r"steps\.(\w+)\.", str(steps))) <= ids
    assert str(review["old"]).startswith(f"{api}@")
    (checkout,) = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["fetch-depth"] == 0, "a shallow clone has no older side"
    for step in steps:
        if "run" in step:
            _check_script(step["run"])


def check_gitlab(block: Block, api: str) -> None:
    """Hold a job against our commands, and its artifacts against the reports that they write."""
    (job,) = load(block).values()
    assert job["variables"]["GIT_DEPTH"] == 0, "a shallow clone has no older side"
    script: list[str] = job["script"]
    for line in [*script, *job.get("after_script", [])]:
        _check_script(line)
    (review,) = [line for line in script if line.startswith("specloom diff")]
    assert f'"{api}@$CI_MERGE_REQUEST_DIFF_BASE_SHA" {api} ' in review
    written = re.findall(r"--report \w+=(\S+)", review)
    assert {*job["artifacts"].get("paths", []), job["artifacts"]["reports"]["junit"]} <= set(written)


def _check_script(script: str) -> None:
    subprocess.run(["bash", "-n", "-c", script], check=True)
    if script.startswith(("specloom ", "pip ")):
        check([word.strip('"') for word in script.split()])
