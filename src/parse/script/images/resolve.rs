//! A value -> the text, the URL or the object that it is, through the names of the program.
//!
//! ```js
//! const a = "/assets/a.png"                                   // Vite, esbuild
//! const b = new URL("b.png", import.meta.url).href            // Vite with a relative base
//! const c = n.p + "static/c.png"                              // webpack, Rspack
//! 169: (e, t, n) => { e.exports = n.p + "static/d.png" }      // a module of its own: webpack, Parcel, Turbopack
//! const f = { src: "/_next/f.png", width: 640, height: 400 }  // Next.js
//! ```

use std::cell::Cell;
use std::collections::HashMap;

use crate::model::image::ImageUrl;
use crate::model::script::UrlBase;
use crate::parse::script::images::scopes::Scopes;
use crate::parse::script::images::value::{Object, Value};

/// The names of the public path in the runtimes of webpack and its kin.
const PUBLIC_PATH: &str = "p";
/// Steps from a name to what it stands for; more are no constant.
const MOST_STEPS: u32 = 256;

/// What a module exports, by name; the whole of it under an empty name.
pub(crate) type Modules = HashMap<String, Vec<(String, Value)>>;

/// Everything that names are resolved with.
pub(crate) struct Resolver<'a> {
    /// What names stand for.
    pub(crate) scopes: &'a Scopes,
    /// The modules of the script, by id.
    pub(crate) modules: &'a Modules,
    steps: Cell<u32>,
}

/// A value that is known.
#[derive(Clone, Debug)]
pub(crate) enum Known<'a> {
    /// A text.
    Text(String),
    /// A URL whose base is known too.
    Url(ImageUrl),
    /// A number.
    Number(f64),
    /// `true`.
    True,
    /// `null`, `undefined`, `false`.
    Nothing,
    /// An object.
    Object(&'a Object),
}

impl Known<'_> {
    /// The text that it becomes in an attribute.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Url(url) => Some(url.url.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::True => Some(String::new()),
            Self::Nothing | Self::Object(_) => None,
        }
    }

    /// The URL that it is where an attribute wants one.
    pub(crate) fn url(&self) -> Option<ImageUrl> {
        match self {
            Self::Text(text) => Some(ImageUrl { url: text.clone(), base: UrlBase::Page }),
            Self::Url(url) => Some(url.clone()),
            _ => None,
        }
    }
}

/// Whether the last part of a URL has the extension of an image.
pub(crate) fn names_image(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && is_image_extension(extension))
}

fn is_image_extension(extension: &str) -> bool {
    const EXTENSIONS: [&str; 12] =
        ["png", "apng", "jpg", "jpeg", "gif", "webp", "avif", "jxl", "svg", "ico", "bmp", "cur"];
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

impl<'a> Resolver<'a> {
    /// Resolves with the names of one program.
    pub(crate) fn new(scopes: &'a Scopes, modules: &'a Modules) -> Self {
        Self { scopes, modules, steps: Cell::new(0) }
    }

    /// What a value is; `None` where it is made at run time.
    pub(crate) fn known(&self, value: &'a Value) -> Option<Known<'a>> {
        self.steps.set(0);
        self.follow(value)
    }

    /// What the hole of a template is, apart from what stands around it.
    fn follow(&self, value: &'a Value) -> Option<Known<'a>> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MOST_STEPS {
            return None;
        }
        if let Some(module) = self.module(value) {
            return self.exported(module, "default");
        }
        match value {
            Value::Text(text) => Some(Known::Text(text.clone())),
            Value::Number(number) => Some(Known::Number(*number)),
            Value::True => Some(Known::True),
            Value::Nothing => Some(Known::Nothing),
            Value::Object(object) => Some(Known::Object(object)),
            Value::Name(name) => self.follow(self.scopes.value(name)?),
            Value::Member(object, name) => self.member(object, name),
            Value::Joined(pieces) => self.joined(pieces),
            Value::FileUrl(url) => match self.follow(url)? {
                Known::Text(url) => Some(Known::Url(ImageUrl { url, base: UrlBase::File })),
                Known::Url(url) => Some(Known::Url(url)),
                _ => None,
            },
            Value::Specifier(specifier) => match self.follow(specifier)? {
                Known::Text(url) => Some(Known::Url(ImageUrl { url, base: UrlBase::Specifier })),
                _ => None,
            },
            Value::Called(callee, arguments) => self.called(callee, arguments),
            Value::Module(_) | Value::Created(_) | Value::Template(_) | Value::Unset | Value::Unknown => None,
        }
    }

    fn member(&self, object: &'a Value, name: &str) -> Option<Known<'a>> {
        if let Some(module) = self.module(object) {
            return self.exported(module, name);
        }
        match self.follow(object)? {
            Known::Object(object) => self.follow(object.get(name)?),
            // What wrappers of modules leave of a text.
            asset if matches!(name, "default" | "a" | "href") => is_asset(&asset).then_some(asset),
            _ => None,
        }
    }

    /// `unref(hero)`, `t(hero)`, `hero()`, `url.toString()`: what a wrapper is called with is what it gives, if that is
    /// the URL of an image.
    fn called(&self, callee: &'a Value, arguments: &'a [Value]) -> Option<Known<'a>> {
        let found = match (arguments, callee) {
            ([], Value::Member(object, name)) if matches!(name.as_str(), "toString" | "toJSON") => {
                self.follow(object)?
            }
            ([argument], _) => match argument {
                Value::Name(_) | Value::Member(..) => self.follow(argument)?,
                _ => return None,
            },
            _ => return None,
        };
        is_asset(&found).then_some(found)
    }

    /// The id of the module that a value is, through the wrappers that bundlers put around modules.
    fn module(&self, value: &'a Value) -> Option<&'a str> {
        let mut value = value;
        for _ in 0..8 {
            value = match value {
                Value::Module(id) => return Some(id),
                Value::Name(name) => self.scopes.value(name)?,
                // `n.n(o)`, `interopDefault(o)`
                Value::Called(_, arguments) if arguments.len() == 1 => arguments.first()?,
                // `o()`, where `o` is `n.n(…)`
                Value::Called(callee, arguments) if arguments.is_empty() => match &**callee {
                    callee @ Value::Name(_) => callee,
                    _ => return None,
                },
                _ => return None,
            };
        }
        None
    }

    fn exported(&self, module: &str, name: &str) -> Option<Known<'a>> {
        let exports = self.modules.get(module)?;
        let find = |wanted: &str| exports.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        if let Some(value) = find(name) {
            return self.follow(value);
        }
        let whole = self.follow(find("").or_else(|| find("default"))?)?;
        match whole {
            Known::Object(object) if name != "default" => self.follow(object.get(name)?),
            whole => Some(whole),
        }
    }

    /// A template or a sum: a text, or a URL in front of which only the public path is not known.
    fn joined(&self, pieces: &'a [Value]) -> Option<Known<'a>> {
        if let [first, rest @ ..] = pieces
            && is_public_path(first)
            && self.follow(first).is_none()
        {
            let Known::Text(url) = self.joined(rest)? else { return None };
            return Some(Known::Url(ImageUrl { url, base: UrlBase::Page }));
        }
        let mut text = String::new();
        let mut only = None;
        for piece in pieces {
            let known = self.follow(piece)?;
            match &known {
                Known::Text(part) if part.is_empty() => {}
                Known::Text(part) => text.push_str(part),
                Known::Number(number) => text.push_str(&number.to_string()),
                Known::Url(url) => {
                    text.push_str(&url.url);
                    only = Some(url.clone());
                }
                Known::True | Known::Nothing | Known::Object(_) => return None,
            }
        }
        match only {
            Some(url) if url.url == text => Some(Known::Url(url)),
            // A URL with something in front: its base is another.
            Some(_) => None,
            None => Some(Known::Text(text)),
        }
    }
}

/// `n.p`
fn is_public_path(value: &Value) -> bool {
    matches!(value, Value::Member(object, name) if name == PUBLIC_PATH && matches!(**object, Value::Name(_)))
}

fn is_asset(known: &Known) -> bool {
    match known {
        Known::Text(text) => names_image(text) || text.starts_with("data:image/"),
        Known::Url(_) => true,
        Known::Object(object) => object.get("src").is_some(),
        _ => false,
    }
}
