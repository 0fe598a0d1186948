"""Whether a render has room: in quotas, in queues, on nodes; and what it costs."""
