"""Which routes no request can reach, and which are reached by fewer than they are written for."""
