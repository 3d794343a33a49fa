"""`gateway explain`: what a rule of the report means, or why a request is answered as it is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from gateway.check.rules import page, rules
from gateway.cli import explain_request
from gateway.cli.requests import add_request
from gateway.config.suggest import did_you_mean


def add_options(options: ArgumentParser) -> None:
    """RULE, or METHOD and PATH with what else a request has."""
    add_request(options, instead="RULE")


def run(options: Namespace) -> int:
    """Print the page of a rule, or about a request; 2 if there is no such rule, or no file."""
    if options.path is not None:
        return explain_request.run(options)
    text = page(options.method)
    if not text:
        near = did_you_mean(options.method, rules())
        sys.stderr.write(f"gateway explain: there is no rule {options.method}{near}\n")
        return 2
    print(text, end="")
    return 0
