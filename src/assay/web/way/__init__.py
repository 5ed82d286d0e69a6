"""The way through one verification, step by step."""
