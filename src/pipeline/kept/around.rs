//! The elements around the images of a document as a table: images share them, and a tree of texts written out for
//! each image would be far longer than the document.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::image::{Around, ImageUse};

/// Deeper elements are not read back; the parser follows 250.
const DEEPEST: u32 = 500;

/// One element.
#[derive(Serialize, Deserialize)]
struct Row<'a> {
    name: &'a str,
    id: Option<&'a str>,
    #[serde(borrow)]
    classes: Vec<&'a str>,
    /// The row of the element around it, which stands in front of this one.
    parent: Option<u32>,
}

/// The elements, and for each image its own.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Surroundings<'a> {
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
    within: Vec<Option<u32>>,
}

impl<'a> Surroundings<'a> {
    /// Those of `images`.
    pub(crate) fn of(images: &'a [ImageUse]) -> Self {
        let mut surroundings = Self::default();
        let mut known: HashMap<*const Around, u32> = HashMap::new();
        for image in images {
            let row = image.within.as_deref().and_then(|element| surroundings.row(element, &mut known));
            surroundings.within.push(row);
        }
        surroundings
    }

    /// The row of an element, after those around it.
    fn row(&mut self, element: &'a Around, known: &mut HashMap<*const Around, u32>) -> Option<u32> {
        let place = |element: &Around| std::ptr::from_ref(element);
        let new: Vec<&Around> =
            element.chain().take_while(|outer| !known.contains_key(&place(outer))).collect();
        for element in new.into_iter().rev() {
            let row = u32::try_from(self.rows.len()).ok()?;
            let parent = element.parent.as_deref().and_then(|outer| known.get(&place(outer)).copied());
            let classes = element.classes.iter().map(String::as_str).collect();
            self.rows.push(Row { name: &element.name, id: element.id.as_deref(), classes, parent });
            known.insert(place(element), row);
        }
        known.get(&place(element)).copied()
    }

    /// Gives each of `images` its own; `None` where the table cannot be theirs.
    pub(crate) fn put_back(self, images: &mut [ImageUse]) -> Option<()> {
        if self.within.len() != images.len() {
            return None;
        }
        let mut elements: Vec<(Arc<Around>, u32)> = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            let (parent, depth) = match row.parent {
                None => (None, 1),
                Some(parent) => {
                    let (parent, depth) = elements.get(parent as usize)?;
                    (Some(Arc::clone(parent)), depth + 1)
                }
            };
            if DEEPEST < depth {
                return None;
            }
            let element = Around {
                name: row.name.to_owned(),
                id: row.id.map(str::to_owned),
                classes: row.classes.into_iter().map(str::to_owned).collect(),
                parent,
            };
            elements.push((Arc::new(element), depth));
        }
        for (image, within) in images.iter_mut().zip(self.within) {
            image.within = match within {
                None => None,
                Some(row) => Some(Arc::clone(&elements.get(row as usize)?.0)),
            };
        }
        Some(())
    }
}
