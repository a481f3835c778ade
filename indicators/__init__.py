"""The domain: places, periods, indicators, the one table they end in, and the rules that judge it."""
