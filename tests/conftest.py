"""Fixtures that all tests share."""

import signal

pytest_plugins = ["tests.browser", "tests.homes"]

# A shell that starts the tests in the background lets them ignore the interrupt, and every command that they start with
# them: the tests that interrupt one would wait for ever.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
