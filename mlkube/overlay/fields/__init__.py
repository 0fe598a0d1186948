"""Which fields of which kinds a transformer changes; imports no step."""
