"""Reads staff surveys: pairs of scores by profession and question, and nothing about people."""
