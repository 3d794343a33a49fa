"""The command line: one file a command, each with its options and what it does."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from gateway import __version__

INTERRUPTED, LEFT_ALONE = 130, 141  # what shells say of SIGINT and SIGPIPE
COMMANDS = {
    "check": "find every mistake in gateway.yaml before it is served",
    "routes": "list the routes in the order they are tried",
    "explain": "tell what a rule means, or why a request is answered as it is",
    "fmt": "write files in one order and style, with all their comments",
    "migrate": "bring an older file to the version that is read, and tell what is left to decide",
    "show": "print the merged configuration with the origin of every value, secrets masked",
    "env": "write a .env.example, or tell which variables an environment lacks",
    "openapi": "describe the service as an OpenAPI document",
    "graph": "draw the service, as a Mermaid flowchart or as SVG",
    "call": "send one request without a server, and print the answer",
    "diff": "tell what changes for clients between two versions, and what of it weakens security",
    "doctor": "tell what is installed, set and reachable, and what of that the service lacks",
    "serve": "serve on this machine and reload on every change",
    "schema": "print the JSON Schema of gateway.yaml",
    "init": "write a small project that runs",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is good, 1 found problems, 2 is wrong use or a file that is not there."""
    parser = argparse.ArgumentParser(
        prog="gateway",
        description="A declarative gateway: one gateway.yaml, checked, compiled and served.",
        epilog="commands:\n" + "\n".join(f"  {name:8}{purpose}" for name, purpose in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"gateway {__version__}")
    parser.add_argument(
        "command",
        choices=COMMANDS,
        metavar="COMMAND",
        help="one of the commands below; COMMAND --help tells more",
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    known = parser.parse_args(arguments)
    command = import_module(f"gateway.cli.{known.command}")
    options = argparse.ArgumentParser(
        prog=f"gateway {known.command}", description=COMMANDS[known.command].capitalize() + "."
    )
    command.add_options(options)
    return _run(command, options.parse_args(known.rest))


def _run(command: ModuleType, options: argparse.Namespace) -> int:
    """Its status; a reader who leaves, or who presses Ctrl+C, is no mistake to tell."""
    try:
        status: int = command.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at its end, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return LEFT_ALONE
    return status
