"""Pure statistics: the verdict, SPC charts, intervals and the gap to target."""
