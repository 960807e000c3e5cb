//! The tests of images in documents, apart for the length of the file.

use crate::model::image::{Attribute, ImageUse};
use crate::model::script::ScriptFacts;
use crate::parse::document::parse_document;

fn word(name: &str, attribute: &Attribute<String>) -> Option<String> {
    match attribute {
        Attribute::Absent => None,
        Attribute::Known(value) => Some(format!("{name}={value}")),
        Attribute::Dynamic => Some(format!("{name}?")),
    }
}

/// The element, `src`, number of candidates and of sources, and the attributes that are there.
fn described(found: &ImageUse) -> String {
    let mut words = vec![found.element.name().to_owned()];
    words.extend(match &found.src {
        Attribute::Absent => None,
        Attribute::Known(url) => Some(url.url.clone()),
        Attribute::Dynamic => Some("?".to_owned()),
    });
    words.extend(match &found.srcset {
        Attribute::Absent => None,
        Attribute::Known(candidates) => Some(format!("srcset={}", candidates.len())),
        Attribute::Dynamic => Some("srcset?".to_owned()),
    });
    words.extend(found.picture.known().map(|sources| format!("sources={}", sources.len())));
    words.extend(word("width", &found.width));
    words.extend(word("height", &found.height));
    words.extend(word("loading", &found.loading));
    words.extend(found.position.map(|position| format!("#{position}")));
    words.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (facts, _) = parse_document(text, &|_, _| ScriptFacts::default());
    assert_eq!(facts.images.iter().map(described).collect::<Vec<_>>(), expected, "{text}");
    for found in &facts.images {
        assert!(
            text.get(found.span.start as usize..found.span.end as usize).is_some_and(|it| !it.is_empty())
        );
    }
}

#[test]
fn images_are_read_with_their_attributes_and_places() {
    check(
        "<p>a<img src=a.png width=1 height='2'>b<IMG SRC=b.png loading=lazy>",
        &["img a.png width=1 height=2 #0", "img b.png loading=lazy #1"],
    );
    check(
        "<img src='data:image/png;base64,AAAA'><img src=''><img>",
        &["img data:image/png #0", "img #1", "img #2"],
    );
    check("<img src=a.png srcset='a.png 1x, b.png 2x'>", &["img a.png srcset=2 #0"]);
}

#[test]
fn a_picture_gives_its_sources_to_the_image_in_it_alone() {
    check(
        "<picture><source srcset=a.avif><source srcset=a.webp><img src=a.png></picture><img src=b.png>",
        &["img a.png sources=2 #0", "img b.png #1"],
    );
    check("<picture><source srcset=a.avif></picture><img src=b.png>", &["img b.png #0"]);
    check("<video><source src=a.mp4></video><img src=b.png>", &["img b.png #0"]);
}

#[test]
fn other_elements_show_images_too() {
    check("<input type=image src=a.png><input type=text src=b.png>", &["input a.png"]);
    check("<video poster=a.jpg></video><video></video>", &["video a.jpg"]);
    check(
        "<svg><image href=a.png /><image xlink:href='b.png'></image></svg>",
        &["image a.png", "image b.png"],
    );
    check("<image src=a.png>", &["img a.png #0"]);
    check(
        "<link rel=preload as=image href=a.png imagesrcset='b.png 2x'><link rel=preload as=font href=c>",
        &["link a.png srcset=1"],
    );
    check(
        "<link rel='shortcut icon' href=a.ico><link rel=apple-touch-icon href=b.png>",
        &["icon a.ico", "icon b.png"],
    );
    check("<meta property=og:image content=/a.png><meta name=description content=b>", &["meta /a.png"]);
    check(
        "<p style='background: url(a.png)'><style>p{background:url(b.png)}</style>",
        &["css a.png", "css b.png"],
    );
}

#[test]
fn what_a_script_or_a_server_fills_in_is_dynamic() {
    check("<img data-src=a.png>", &["img ? srcset? width? height? loading? #0"]);
    check(
        "<img src='data:image/gif;base64,AA' data-srcset='a 1x' width=3>",
        &["img ? srcset? width=3 height? loading? #0"],
    );
    check("<img :src=logo v-bind:width=w height='{{ h }}'>", &["img ? width? height? #0"]);
    check("<img src='{% static \"a.png\" %}'>", &["img ? #0"]);
}

#[test]
fn what_browsers_do_not_show_is_no_use() {
    check(
        "<noscript><img src=a.png></noscript><template><img src=b.png></template><!--<img src=c.png>-->",
        &[],
    );
    check("<script>'<img src=a.png>'</script>", &[]);
}

#[test]
fn the_text_in_front_counts_and_that_of_the_head_does_not() {
    let text = "<title>long title</title><style>a{}</style><body> <p>four </p><script>x</script><img>";
    let (facts, _) = parse_document(text, &|_, _| ScriptFacts::default());
    assert_eq!(facts.images.first().and_then(|found| found.text_before), Some(4));
}
