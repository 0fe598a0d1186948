"""What a render asks of a cluster before it is applied: room, steps of a rollout, what must be installed."""
