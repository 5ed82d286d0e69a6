"""Recordings that must not pass: each kind is what somebody does who is not the person, or not there."""
