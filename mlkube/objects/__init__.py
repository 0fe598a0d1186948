"""Builders of single Kubernetes objects: keyword arguments in, one typed object out.

Every builder takes a name, labels and annotations, the fields that decide about its kind, and `spec` (where
the kind has one): a fragment of Kubernetes' own type, whose fields stand beside or instead of the defaults. A
field that both an argument and `spec` give is refused. `mlkube` exports the builders; nothing else of the
package imports them.
"""
