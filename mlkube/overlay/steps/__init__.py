"""One file a kustomization field; each step is a pure function over resources and imports no other step."""
