"""What all tests share: the programs speak English, whatever language this machine speaks."""

import os

os.environ["DUOLOGUE_LANGUAGE"] = "C"
