"""The help centre, told from the rule book."""
