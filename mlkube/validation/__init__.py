"""Manifests judged as the API server judges them, without one; reads nothing but what it is given."""
