"""Custom resources, judged by the structural schemas of their definitions; nothing is loaded before it is needed."""
