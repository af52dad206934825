"""The built-in houses: nobody's home, written from what is known of the fields."""
