"""What generated objects are made of: files, env files, hashes; imports no step."""
