// Excerpts of search results are fetched, which browsers refuse to pages that are opened as files.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
