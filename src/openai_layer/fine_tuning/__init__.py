"""Fine-tuning from data to metrics: ``from openai_client.lib.fine_tuning import validate``."""

from __future__ import annotations

from .checks_job import check_job as check_job
from .checks_job import check_purpose as check_purpose
from .costs import CostEstimate as CostEstimate
from .costs import estimate_cost as estimate_cost
from .findings import Finding as Finding
from .findings import Report as Report
from .tallies import Spread as Spread
from .tallies import Statistics as Statistics
from .validation import statistics as statistics
from .validation import validate as validate
