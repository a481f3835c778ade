"""Read any kind of file, safely, into columns of raw cells."""
