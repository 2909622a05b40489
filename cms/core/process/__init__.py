"""Running other programs so that none of them outlives us.

`lifeline` and `binaries` import nothing but the standard library: they are also
used before anything is installed.
"""
