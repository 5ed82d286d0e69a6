"""The account around the verification: what is open, what comes next, what it may do."""
