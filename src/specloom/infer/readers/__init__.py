"""What samples may be: files, folders, recordings of a browser, and request lines with the files of their answers."""
