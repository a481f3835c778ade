"""The catalogue and the places that are shipped."""

from pathlib import Path

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places

DATA = Path(__file__).parents[2] / "data"
CATALOGUE, PLACES = read_catalogue(DATA), read_places(DATA)
