"""What all tests share: the programs speak English, whatever language this machine speaks."""

import os

from hypothesis import settings

settings.register_profile("ours", deadline=None)  # how long it takes is the machine's affair
settings.load_profile("ours")

os.environ["DUOLOGUE_LANGUAGE"] = "C"
