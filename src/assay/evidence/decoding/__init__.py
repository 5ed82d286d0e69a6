"""Turns untrusted bytes into pixels, in a process that can do nothing else.

`decoder` is the only door. Nothing here imports Django, and nothing else in the product opens a picture or
a clip.
"""
