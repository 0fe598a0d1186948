"""Types of Kubernetes objects: TypedDicts, one module a version of an API group, and the custom resources.

`tools/generate_k8s.py` writes the modules beside this one; `custom` holds the tables of custom resources. The
types are for type checkers: mlkube itself imports them only there, so that they cost nothing in a build.
Imports nothing of the package but the type of plain JSON.
"""
