"""Logging in through someone else."""
