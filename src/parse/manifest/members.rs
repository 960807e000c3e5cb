//! The members of a JSON object, without what is in them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::value::RawValue;

/// The members of an object in the order written. Those of a text that ends too early have no value at the end.
#[derive(Default)]
pub(crate) struct Members<'t>(Vec<(Cow<'t, str>, Option<&'t RawValue>)>);

impl<'t> Members<'t> {
    /// The members of the object that `text` is, and what is wrong with the text.
    pub(crate) fn of(text: &'t str) -> (Self, Option<String>) {
        let found = RefCell::new(Vec::new());
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = Collect(&found).deserialize(&mut deserializer).and_then(|()| deserializer.end());
        (Self(found.into_inner()), read.err().map(|error| error.to_string()))
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Option<&'t RawValue>)> {
        self.0.iter().map(|(key, value)| (&**key, *value))
    }

    /// Whether there is a member of that name, be it without its end.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The text of a member's value.
    pub(crate) fn text(&self, name: &str) -> Option<&'t str> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        value.map(RawValue::get)
    }

    /// Whether there is a member of that name whose value begins so; one without its end may.
    pub(crate) fn begins(&self, name: &str, first: char) -> bool {
        let member = self.0.iter().find(|(key, _)| key == name);
        member.is_some_and(|(_, value)| value.is_none_or(|value| value.get().starts_with(first)))
    }

    /// A member's value in the form of a type; `None` where there is none, or it has another form.
    pub(crate) fn read<T: Deserialize<'t>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.text(name)?).ok()
    }
}

/// Collects members into a list that outlives a failure.
struct Collect<'c, 't>(&'c RefCell<Vec<(Cow<'t, str>, Option<&'t RawValue>)>>);

impl<'t> DeserializeSeed<'t> for Collect<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Collect<'_, 't> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(key)) = map.next_key()? {
            self.0.borrow_mut().push((key, None));
            let value: &RawValue = map.next_value()?;
            if let Some((_, slot)) = self.0.borrow_mut().last_mut() {
                *slot = Some(value);
            }
        }
        Ok(())
    }
}

/// A text that is a part of the file, where it has no escapes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(transparent)]
pub(crate) struct Text<'t>(#[serde(borrow)] pub(crate) Cow<'t, str>);

/// An object whose names are data: its members in the order written, all of one type.
pub(crate) struct Entries<'t, V>(pub(crate) Vec<(Text<'t>, V)>);

impl<V> Default for Entries<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 't, 't, V: Deserialize<'de>> Deserialize<'de> for Entries<'t, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<'t, V>(PhantomData<(&'t (), V)>);

        impl<'de: 't, 't, V: Deserialize<'de>> Visitor<'de> for Collect<'t, V> {
            type Value = Entries<'t, V>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect(PhantomData))
    }
}

/// The id of a chunk: bundlers write numbers, texts, and `null` for chunks without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;

        impl Visitor<'_> for Take {
            type Value = Id;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number or a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
                Ok(Id(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
                Ok(Id(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id, E> {
                Ok(Id(number.to_string()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Id, E> {
                Ok(Id(String::new()))
            }
        }

        deserializer.deserialize_any(Take)
    }
}
