"""From what a user names (files, folders, targets, standard input) to a report on every object in it."""

from __future__ import annotations

from mlkube.validating.options import ValidateOptions
from mlkube.validating.run import validate_inputs, validate_objects, validate_resources, validate_text

__all__ = ["ValidateOptions", "validate_inputs", "validate_objects", "validate_resources", "validate_text"]
