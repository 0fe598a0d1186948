"""What a render needs of its cluster, and whether a cluster has it; text of kubectl is all that it reads."""
