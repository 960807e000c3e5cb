//! What the files of other tools come to.
