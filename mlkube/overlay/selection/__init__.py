"""What selects objects: regular expressions as in Go, label selectors; imports no step."""
