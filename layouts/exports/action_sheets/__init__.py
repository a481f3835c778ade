"""The parts of the action-plan sheet: its rows, its entry checks and its baseline."""
