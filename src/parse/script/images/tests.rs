//! Shapes of images in compiled components.
