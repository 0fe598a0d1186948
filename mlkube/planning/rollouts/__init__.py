"""What happens to pods and traffic when a template changes: steps, times, capacity, findings."""
