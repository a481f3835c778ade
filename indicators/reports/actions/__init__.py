"""Actions as people see and change them: limited to what each may see."""
