"""What handlers call to answer with a template."""

from gateway.views.view import UNSET, View, render, render_partial, stream

__all__ = ["UNSET", "View", "render", "render_partial", "stream"]
