# The part of playwright that the browser harness uses; it is no package of the environment.
