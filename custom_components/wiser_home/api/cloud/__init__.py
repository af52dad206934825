"""Reach a Wiser house, or the energy of a site, through the Schneider Electric Exchange."""
