"""``openai-client finetune``: from a table to a model, one command for each step."""

from __future__ import annotations

import click

from .lazy import LazyGroup

COMMANDS = {
    "prepare": ("finetune_data:prepare_command", "Look over a table or text, mend it, and write training files."),
    "validate": ("finetune_data:validate_command", "Find what is wrong in a training file before it is uploaded."),
    "create": ("finetune_jobs:create_command", "Upload training files and create a job."),
    "follow": ("finetune_jobs:follow_command", "Print the events of a job until it has ended."),
    "checkpoints": ("finetune_results:checkpoints_command", "List the models that a job left on its way."),
    "plot": ("finetune_results:plot_command", "Draw loss and accuracy of a job."),
}


@click.group("finetune", cls=LazyGroup, places=COMMANDS)
def command() -> None:
    """Train a model on your own examples, step by step.

    \b
      openai-client finetune prepare questions.csv --prompt-column question --completion-column answer
      openai-client finetune validate questions_prepared.jsonl -m gpt-4o-mini
      openai-client finetune create -t train.jsonl -v valid.jsonl -m gpt-4o-mini-2024-07-18 --follow
      openai-client finetune plot ftjob-123 -o job.png
    """
