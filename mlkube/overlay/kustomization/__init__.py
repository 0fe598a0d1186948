"""The kustomization file as a frozen type; reads and writes, builds nothing."""
