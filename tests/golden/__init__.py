"""One folder for each behaviour: a small document, the code that it becomes, and a check that runs that code."""
