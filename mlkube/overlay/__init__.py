"""kustomize's overlays: plain data in, plain data out; must not import click, jinja2, jsonschema or workloads."""
