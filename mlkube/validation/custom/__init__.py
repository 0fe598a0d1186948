"""Custom resources, judged by the structural schemas of their definitions; loaded when one is judged."""
