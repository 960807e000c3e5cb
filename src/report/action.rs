//! What to do about a limit that does not hold, in one phrase.

use crate::model::asset::ResourceType;
use crate::model::budget::{Bound, Metric};
use crate::model::verdict::Item;
use crate::report::breach::Breach;
use crate::report::wording;

impl Breach<'_> {
    /// What to do, without the alternative of another limit.
    pub fn action(&self) -> &'static str {
        let Some(limit) = self.limit else {
            return "correct what the budget selects, or set \"unmatched\" to \"warn\" or \"ignore\"";
        };
        let worst = self.judgements.first().map(|judgement| &judgement.item);
        if let Metric::Outside(metric) = limit.metric {
            return wording::outside::action(metric);
        }
        if limit.bound == Bound::Min {
            return "see whether the build is complete";
        }
        let heaviest = self.heaviest_type();
        match (limit.metric, worst) {
            (Metric::Invalidated, _) => "put what changes often into chunks of its own",
            (Metric::Count, Some(Item::Entry(_) | Item::Route(_) | Item::SplitPoint(_))) => {
                "merge small chunks"
            }
            (Metric::Count, _) => "remove or merge files",
            (Metric::Time, _) => "ship fewer bytes, preload what is found late",
            (_, Some(Item::File(_))) => match heaviest {
                Some(ResourceType::Script) => {
                    "move what is not needed at once into chunks of its own with import()"
                }
                Some(ResourceType::Stylesheet) => {
                    "move the rules of single pages into stylesheets of their own"
                }
                Some(ResourceType::Image) => "make it smaller (pixels, format, quality)",
                _ => "make it smaller",
            },
            (_, Some(Item::Entry(_) | Item::Route(_))) if heaviest == Some(ResourceType::Script) => {
                "load what the first screen does not need with import()"
            }
            (_, Some(Item::SplitPoint(_))) => "split off what its first view does not need",
            _ => "remove what is not needed",
        }
    }
}
