"""What a person wants to know about manifests: how two sets of them differ. Imports no builder."""
