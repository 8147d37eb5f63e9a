"""What makes a site of pages that are written for GitHub; docs/conf.py uses it."""
