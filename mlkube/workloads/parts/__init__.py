"""Parts that workload kinds share: containers, placement, accelerators, storage, security, exposure.

A part is a spec type and the function that turns it into Kubernetes JSON.
"""
