"""What each system counts: the names of its metrics, as its own sources spell them, and what they mean.

One module a family. Rules and dashboards are written by these tables, so that no name stands twice.
"""
