"""The functions that gateway.yaml names, one file a subject."""
