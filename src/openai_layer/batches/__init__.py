"""Many requests at once, answered within a day at half the price: from ordinary calls to their answers.

``BatchBuilder`` takes calls down, ``run_batches`` has them answered and goes on after a crash where it was,
``read_results`` reads what a batch that somebody else ran has to say.
"""

from .overview import batch_status, cancel_batches
from .progress import Progress
from .reading import BatchNotDoneError, read_results
from .recording import BatchBuilder, Recorded, custom_id
from .requests import BatchRequest, Limits, read_requests
from .results import BatchRequestError, BatchResult, BatchResults
from .running import run_batches

__all__ = [
    "BatchBuilder",
    "BatchNotDoneError",
    "BatchRequest",
    "BatchRequestError",
    "BatchResult",
    "BatchResults",
    "Limits",
    "Progress",
    "Recorded",
    "batch_status",
    "cancel_batches",
    "custom_id",
    "read_requests",
    "read_results",
    "run_batches",
]
