//! What the checks of delivery, fonts and styles saw.

/// What a check of delivery, fonts or styles saw: sorted by the check's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryFinding {}
