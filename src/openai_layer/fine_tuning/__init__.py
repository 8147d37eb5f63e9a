"""Fine-tuning: data prepared and checked, jobs created and followed, results looked at."""
