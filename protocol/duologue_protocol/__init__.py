"""The language both sides speak: messages, codec, limits, refusals and the link."""
