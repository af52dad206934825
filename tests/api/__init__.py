"""Tests of the Wiser client, against the simulated hub over real sockets."""
