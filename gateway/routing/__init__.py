"""From a method and a path to an endpoint; pure."""
