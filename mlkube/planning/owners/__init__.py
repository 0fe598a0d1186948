"""What makes pods, one module for each family of kinds; each yields the pod sets of one object."""
