//! Where the head of a document ends, by the rules of the HTML parser: bundlers leave its tags out.
//!
//! Source: <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead> and what follows there.

/// The elements that do not end a head; a `<script>` between `</head>` and `<body>` belongs to it, too.
const IN_HEAD: [&[u8]; 12] = [
    b"base",
    b"basefont",
    b"bgsound",
    b"head",
    b"html",
    b"link",
    b"meta",
    b"noframes",
    b"noscript",
    b"script",
    b"style",
    b"title",
];

/// Elements of the head whose content is text, or means nothing to a browser that runs scripts.
const WITH_TEXT: [&[u8]; 6] = [b"noframes", b"noscript", b"script", b"style", b"template", b"title"];

/// Follows the tags of a document until its head is over.
#[derive(Default)]
pub(crate) struct Head {
    is_over: bool,
    /// The element with text that stands open, and how often.
    inside: Option<(&'static [u8], usize)>,
}

impl Head {
    /// Whether what comes next is still in the head.
    pub(crate) fn is_open(&self) -> bool {
        !self.is_over
    }

    /// A start tag has come.
    pub(crate) fn start(&mut self, name: &[u8]) {
        match &mut self.inside {
            Some((open, times)) if *open == name => *times += 1,
            Some(_) => {}
            None => {
                self.inside = WITH_TEXT.iter().find(|other| **other == name).map(|open| (*open, 1));
                self.is_over |= self.inside.is_none() && !IN_HEAD.contains(&name);
            }
        }
    }

    /// An end tag has come.
    pub(crate) fn end(&mut self, name: &[u8]) {
        match &mut self.inside {
            Some((open, times)) if *open == name => {
                *times -= 1;
                if *times == 0 {
                    self.inside = None;
                }
            }
            Some(_) => {}
            None => self.is_over |= matches!(name, b"body" | b"html" | b"br"),
        }
    }

    /// A text has come.
    pub(crate) fn text(&mut self, text: &[u8]) {
        self.is_over |= self.inside.is_none() && !text.trim_ascii().is_empty();
    }
}
