"""The command line: reads arguments, prints results, decides on the exit code.

`run` starts it; `short_road` must not import click, directly or not.
"""
