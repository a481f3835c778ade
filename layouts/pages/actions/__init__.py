"""The pages of actions: the board, one action, and what was tried."""
