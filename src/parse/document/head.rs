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

#[cfg(test)]
mod tests {
    use crate::model::script::ScriptFacts;
    use crate::parse::document::parse_document;

    fn facts_of(_: &str, _: bool) -> ScriptFacts {
        ScriptFacts::default()
    }

    /// The `src` of the scripts in the head.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (facts, _) = parse_document(text, &facts_of);
        let in_head = facts.scripts.iter().filter(|script| script.is_in_head);
        assert_eq!(
            in_head.filter_map(|script| script.src.as_deref()).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_head_ends_where_a_browser_ends_it() {
        let script = |name: &str| format!("<script src={name}></script>");
        let (a, b) = (script("a"), script("b"));
        check(&format!("<!doctype html><html><head><title>x</title>{a}</head><body>{b}"), &["a"]);
        check(&format!("<meta charset=utf-8>{a}<div>{b}"), &["a"]);
        check(&format!("{a} text {b}"), &["a"]);
        check(&format!("<noscript><img>text</noscript>{a}</head>\n{b}"), &["a", "b"]);
        check(&format!("<template><p>x</p></template>{a}<svg/>{b}"), &["a"]);
        check(&format!("<style>p{{}}</style><!-- x -->{a}</body>{b}"), &["a"]);
    }

    #[test]
    fn fonts_of_style_elements_have_their_places_in_the_document() {
        let text =
            "<style>a{}</style><style>@font-face{font-family:f;src:url(f.woff2)}body{font-family:f}</style>";
        let (facts, _) = parse_document(text, &facts_of);
        let [face] = facts.fonts.faces.as_slice() else { panic!("one face: {:?}", facts.fonts) };
        assert_eq!(
            &text[face.span.start as usize..face.span.end as usize],
            "@font-face{font-family:f;src:url(f.woff2)}"
        );
        assert_eq!(facts.fonts.page.len(), 1);
    }
}
