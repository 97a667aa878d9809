//! Which countries and bodies does the demonstration have? Names, codes and routes, in one place.
