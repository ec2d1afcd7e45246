"""What tests with Celery's own programs need: a Python that has it, and a port for a server."""

import socket
import subprocess
import sys


def python_with_celery():
    """Debian's packages belong to Debian's Python, which need not be the one that runs this."""
    for python in (sys.executable, "/usr/bin/python3"):
        found = subprocess.run([python, "-c", "import celery, redis"], capture_output=True, check=False)
        if found.returncode == 0:
            return python
    return None


PYTHON = python_with_celery()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
