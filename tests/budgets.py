"""What the dear tiers may cost, counted in what takes the time: no clock, so no busy machine passes it.

Whoever needs more shares what is there (a machine kept, a server, a driver), or raises the number and says why in the
commit. CONTRIBUTING.md has the same numbers, and what each tier takes.
"""

JAIL_CASES = 1712
"""Cases of tests/jail without the full ones: nearly each starts a jail of its own, some two."""
BOOTS = 18
"""How often tests/vm switches a machine on; one that goes on from its snapshot is none."""
