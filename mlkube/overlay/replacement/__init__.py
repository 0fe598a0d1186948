"""What replacements are made of: which objects they choose, how they find and write fields."""
