"""Plain values of Kubernetes objects; imports neither a YAML reader nor a schema."""
