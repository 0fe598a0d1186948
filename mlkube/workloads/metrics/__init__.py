"""What systems count, and the rules and dashboards that are written by it: pure functions, no kinds.

Kinds and parts import from here when they build, never to describe themselves.
"""
