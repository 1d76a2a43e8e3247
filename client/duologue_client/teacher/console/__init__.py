"""The main screen: the class, who is free, and all rooms."""
