"""The domain: places, periods, indicators, the table they end in, and the rules that judge it."""
