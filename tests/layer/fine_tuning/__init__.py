"""Fine-tuning: preparing data, jobs, results."""
