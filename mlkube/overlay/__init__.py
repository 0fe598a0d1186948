"""kustomize's overlays: plain data in, plain data out; imports no click, jinja2, jsonschema, workloads."""
