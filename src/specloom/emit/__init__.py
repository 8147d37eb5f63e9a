"""From a plan to text: views with every decision made, templates that only lay them out, files written with care."""
