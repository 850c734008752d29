"""The portal's pages, a file for each part of the menu."""
