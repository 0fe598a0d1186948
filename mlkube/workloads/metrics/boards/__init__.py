"""The dashboards, one module a family: which panels each has."""
