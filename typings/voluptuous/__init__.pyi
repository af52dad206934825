# What Home Assistant puts in the place of voluptuous.
from probatio import *
