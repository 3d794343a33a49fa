"""Layers that a request passes on its way in and its response on its way out."""
