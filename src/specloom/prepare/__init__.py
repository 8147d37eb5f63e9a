"""Any OpenAPI document in, one normal form out: the only form that engines, plan and diff read."""

from specloom.prepare.normal_form import check
from specloom.prepare.pipeline import PASSES, prepare
from specloom.prepare.values import Example, Pass

__all__ = ["PASSES", "Example", "Pass", "check", "prepare"]
