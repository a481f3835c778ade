"""The programme's other records as people see and enter them: limited to what each may see."""
