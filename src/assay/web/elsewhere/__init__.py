"""The same verification in another place: on a phone, or in a frame on the host's page."""
