"""Fine-tuning from data to metrics: ``from openai_client.lib.fine_tuning import prepare, validate, create_job``."""

from __future__ import annotations

from .checks_job import check_job as check_job
from .checks_job import check_purpose as check_purpose
from .costs import CostEstimate as CostEstimate
from .costs import estimate_cost as estimate_cost
from .findings import Finding as Finding
from .findings import Report as Report
from .following import FineTuningFailedError as FineTuningFailedError
from .following import event_line as event_line
from .following import follow as follow
from .following import follow_async as follow_async
from .following import show_event as show_event
from .job_options import JobOptions as JobOptions
from .jobs import create_job as create_job
from .jobs import create_job_async as create_job_async
from .jobs import upload_training_file as upload_training_file
from .jobs import upload_training_file_async as upload_training_file_async
from .metrics import checkpoint_rows as checkpoint_rows
from .metrics import list_checkpoints as list_checkpoints
from .metrics import list_checkpoints_async as list_checkpoints_async
from .metrics import load_metrics as load_metrics
from .metrics import metrics_from_events as metrics_from_events
from .metrics import parse_metrics as parse_metrics
from .metrics import read_metrics as read_metrics
from .metrics import read_metrics_async as read_metrics_async
from .metrics import to_frame as to_frame
from .plots import plot_metrics as plot_metrics
from .preparation import Preparation as Preparation
from .preparation import prepare as prepare
from .tallies import Spread as Spread
from .tallies import Statistics as Statistics
from .validation import statistics as statistics
from .validation import validate as validate
