//! A build whose names would do something, if a report let them: to a terminal, a CI log, a page, a table.

use crate::support::Project;

/// File names that an operating system takes and a report must only show.
pub const NAMES: &[&str] = &[
    "quote\"and'apostrophe.js",
    "::error::workflow command.js",
    "##[error]old command.js",
    "%0A::error::escaped.js",
    "a|table|cell.js",
    "<script>alert(1)<",
    "<img src=x onerror=alert(1)>.js",
    "line\nfeed ::error::x.js",
    "line\r\n::warning::y.js",
    "colour\u{1b}[31m.js",
    "title\u{1b}]0;owned\u{7}.js",
    "right-to-left\u{202e}sj.js",
    "isolate\u{2066}x\u{2069}.js",
    "zero\u{200b}width.js",
    "`code` **bold** _em_.js",
    "[link](javascript:alert(1)).js",
    "![image](http:example.invalid).js",
    "@everyone #1 user.js",
    "${{ github.token }}.js",
    "$(id) `id` ;id;.js",
    "cdata]]>end.js",
    "comment-->end<!--.js",
    "{{template}}.js",
    "</script>",
    "{\"json\": true}, \\ backslash.js",
    "label=\"x\",le=\"y\" 1 #.js",
    "emoji 🚚 日本.js",
];

/// The build, its budgets broken and their names hostile, too.
pub fn project() -> Project {
    let mut project = Project::new();
    let mut page = String::from("<!doctype html>\n");
    for (number, name) in NAMES.iter().enumerate() {
        // A name that ends like a tag is a folder: "</script>" is "<" and "script>".
        let is_script = name.strip_suffix(".js").is_some();
        let path = if is_script { (*name).to_owned() } else { format!("{name}/file.js") };
        let url: String =
            path.bytes().map(|byte| if byte == b'/' { "/".into() } else { format!("%{byte:02X}") }).collect();
        let script = format!("<script type=module src=\"./{url}\"></script>\n");
        let image = format!("<img src=\"./{number}-{url}.png\" alt=x>\n");
        page.extend([script, image]);
        project.write(
            &format!("dist/{path}"),
            format!("import(\"./lazy-{number}.js\");\nconsole.log({number});\n"),
        );
        project.write(&format!("dist/lazy-{number}.js"), format!("export const number = {number};\n"));
    }
    project.write("dist/index.html", page);
    project = project.file("dist/broken\n::error::.js", "this is ( not a script");
    project.file(
        "budgets.json",
        r#"{
  "build": "dist",
  "compression": { "gzip": 1, "brotli": 0 },
  "budgets": [
    { "name": "a|b <script>alert(1)</script> ::error::x\\n::error::y \u001b[31m \u202e `c`", "per": "file", "max": { "raw": 5 } },
    { "name": "]]> --> @all [x](javascript:alert(1))", "load": "initial", "per": "entry", "max": { "gzip": 1, "count": 1 } },
    { "name": "matches ::error:: nothing | <b>", "files": "none\n::error::|<b>.js", "max": { "raw": 1 } },
  ],
}
"#,
    )
}
