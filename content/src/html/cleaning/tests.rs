//! Tests of cleaning: attacks, limits, and the pages of a real district.

use std::path::Path;

use proptest::prelude::*;
use scraper::{Html, Node};

use super::*;
use crate::html::words::excerpt;

fn html(input: &str) -> String {
    clean(input).expect("the input is within the limits").html
}

fn removed(input: &str) -> Vec<(String, usize)> {
    let removed = clean(input).expect("the input is within the limits").removed;
    removed.into_iter().map(|Removed { what, count }| (what, count)).collect()
}

#[test]
fn what_pages_use_stays_as_it_is() {
    for page in [
        r#"<h2 id="x" style="text-align: justify;">A &amp; B</h2>"#,
        r#"<p dir="rtl" lang="ar" class="x y" translate="no" title="&quot;&lt;"><u>a</u><s>b</s><sub>c</sub><sup>d</sup></p>"#,
        r##"<a href="item:page/1#top" class="link-external" id="back">x</a><a href="#top" rel="nofollow">y</a><a href="tel:+49">z</a>"##,
        r#"<img alt="" src="item:media/5" width="15" height="15" class="c" style="width: 15px; height: 15px;">"#,
        r#"<ol start="3" type="a"><li>a<ul><li>b</li></ul></li></ol><dl><dt>a</dt><dd>b</dd></dl>"#,
        r#"<table><caption>c</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col" colspan="2">a</th></tr></thead><tbody><tr><td rowspan="2">b</td></tr></tbody><tfoot><tr><td>c</td></tr></tfoot></table>"#,
        r#"<span data-card="contact/1" data-fields="phone email">x</span><bdi>a</bdi><bdo dir="ltr">b</bdo>"#,
        r#"<details open=""><summary>a</summary><section><figure><img src="x"><figcaption>b</figcaption></figure></section></details>"#,
        "<blockquote><q>a</q><cite>b</cite></blockquote><del>a</del><ins>b</ins><code>c</code><mark>d</mark><small>e</small><abbr>f</abbr>a<wbr>b<hr><br><b>b</b><i>i</i>",
    ] {
        let expected = Cleaned { html: page.to_owned(), removed: Vec::new() };
        assert_eq!(clean(page), Ok(expected));
    }
}

#[test]
fn every_allowed_element_survives() {
    for element in rules::ELEMENTS.iter().filter(|element| !matches!(**element, "h1")) {
        let around = match *element {
            "caption" | "colgroup" | "tbody" | "thead" | "tfoot" => ("<table>", "</table>"),
            "col" => ("<table><colgroup>", "</colgroup></table>"),
            "tr" => ("<table><tbody>", "</tbody></table>"),
            "td" | "th" => ("<table><tbody><tr>", "</tr></tbody></table>"),
            _ => ("", ""),
        };
        let end = match *element {
            "br" | "col" | "hr" | "img" | "wbr" => String::new(),
            _ => format!("</{element}>"),
        };
        let page = format!("{}<{element}>{end}{}", around.0, around.1);
        assert_eq!(clean(&page), Ok(Cleaned { html: page.clone(), removed: Vec::new() }));
    }
}

#[test]
fn the_editor_is_told_what_had_to_go() {
    let input = "<h1 onclick=x>A</h1><!-- b --><script>alert('<p>')</script><SCRIPT src=x></SCRIPT>\
        <p style='position: fixed; color: red' align=left><a href='JavaScript:x' target=_blank rel='opener nofollow'>c</a>\
        <img src='data:image/png;base64,AA=='></p><font color=red><o:p>d</o:p></font><svg onload=x><path/><a href=x>e</a></svg>\
        <form action=x>f<input name=g></form><iframe src=x>h</iframe><a href='http://'>i</a>";

    let cleaned = clean(input);

    let what = [
        ("a@href (invalid)", 1),
        ("a@href (javascript:)", 1),
        ("a@rel (opener)", 1),
        ("a@target", 1),
        ("comment", 1),
        ("font", 1),
        ("form", 1),
        ("h1 -> h2", 1),
        ("h1@onclick", 1),
        ("iframe", 1),
        ("img@src (data:)", 1),
        ("input", 1),
        ("o:p", 1),
        ("p@align", 1),
        ("p@style (position)", 1),
        ("script", 2),
        ("svg", 1),
    ];
    let expected = Cleaned {
        html: "<h2>A</h2><p style=\"color: red;\"><a rel=\"nofollow\">c</a><img></p>df<a>i</a>".to_owned(),
        removed: what.map(|(what, count)| Removed { what: what.to_owned(), count }).to_vec(),
    };
    assert_eq!(cleaned, Ok(expected));
}

#[test]
fn names_somebody_invented_are_told_in_short() {
    let told = removed(&format!("<x{0}>a</x{0}><p {0}=b>", "y".repeat(100)));

    let y = "y".repeat(31);
    assert_eq!(told, [(format!("p@y{y}…"), 1), (format!("x{y}…"), 1)]);
}

#[test]
fn links_to_other_hosts_have_no_opener() {
    for (link, expected) in [
        (r#"<a href="https://x.example">"#, r#"<a href="https://x.example" rel="noopener">"#),
        (r#"<a href="//x.example">"#, r#"<a href="//x.example" rel="noopener">"#),
        (r#"<a rel="external" href="http://x.example">"#, r#"<a rel="external noopener" href="http://x.example">"#),
        (r#"<a rel="" href="http://x.example">"#, r#"<a rel="noopener" href="http://x.example">"#),
        (r#"<a rel="NoOpener" href="http://x.example">"#, r#"<a rel="NoOpener" href="http://x.example">"#),
        (r#"<a href="item:page/1">"#, r#"<a href="item:page/1">"#),
        (r#"<a href="mailto:a@x.example">"#, r#"<a href="mailto:a@x.example">"#),
    ] {
        assert_eq!(html(&format!("{link}x</a>")), format!("{expected}x</a>"));
    }
}

#[test]
fn attacks_leave_nothing_behind() {
    for (attack, left) in [
        ("<script>alert(1)</script>", ""),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ("<img src=x onerror=alert(1)>", r#"<img src="x">"#),
        ("<img src=x onerror=alert(1)//", ""),
        ("<img/src=`x`onerror=alert(1)>", r#"<img src="`x`onerror=alert(1)">"#),
        ("<svg onload=alert(1)>", ""),
        ("<svg><script>alert(1)</script><p>x", "<p>x</p>"),
        ("<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>"),
        ("<a href=\"&#106;&#x61;vascript&colon;alert(1)\">x</a>", "<a>x</a>"),
        ("<a href=\"jav&#9;as\ncript:alert(1)\">x</a>", "<a>x</a>"),
        ("<a href=\" &#14; JaVaScRiPt:alert(1)\">x</a>", "<a>x</a>"),
        ("<a href=\"java\0script&#1;:alert(1)\">x</a>", "<a>x</a>"),
        ("<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a>x</a>"),
        ("<a href=vbscript:x>x</a><a href=file:///etc/passwd>y</a>", "<a>x</a><a>y</a>"),
        ("<p style=\"width: expression(alert(1)); color: red\">x</p>", "<p style=\"color: red;\">x</p>"),
        ("<p style=\"background: url('javascript:x')\">x</p>", "<p>x</p>"),
        ("<div style=\"color: r/**/ed; width:1px\\;x\">x</div>", "<div>x</div>"),
        ("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", ""),
        ("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", "<p></p><img src=\"1\">\"&gt;"),
        ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img src=\"x\">\"&gt;"),
        ("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", ""),
        ("<textarea><img title=\"</textarea><img src onerror=alert(1)>\">", "<img src=\"\">\"&gt;"),
        ("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>", ""),
        ("<object data=x><embed src=x></object><video><source onerror=x></video>", ""),
        ("<template><img src=x onerror=alert(1)></template>", ""),
        ("<xmp><img src=x onerror=alert(1)></xmp>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<base href=//x.example><meta http-equiv=refresh content=0><link rel=stylesheet href=x>", ""),
        ("<form action=javascript:x><button formaction=x>y</button><input autofocus onfocus=x>", "y"),
        (
            "<p title='\"><script>alert(1)</script>'>x</p>",
            "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</p>",
        ),
        ("<![CDATA[<script>alert(1)</script>]]>", "alert(1)]]&gt;"),
        ("<a xlink:href=javascript:x onmouseover=x>x", "<a>x</a>"),
        ("a\u{FFFF}b&#xFFFE;c&#1;\u{8}d", "abcd"),
    ] {
        assert_eq!(html(attack), left, "{attack}");
    }
}

#[test]
fn a_text_within_the_limits_is_cleaned() {
    for input in [
        "<div>".repeat(255),
        "<p>x".repeat(9_000),
        "<".repeat(65_000),
        "<a<a".repeat(250_000),
        format!("<style>{}</style>", "p { margin: 0 }".repeat(10_000)),
    ] {
        assert!(clean(&input).is_ok());
    }
}

#[test]
fn a_text_beyond_the_limits_is_refused_at_once() {
    let attributes: String = (0..150_000).flat_map(|n| [format!("{n:x}z"), " ".to_owned()]).collect();
    for (input, error) in [
        ("<div>".repeat(100_000), HtmlError::TooDeep { limit: 256 }),
        ("<svg>".repeat(200_000), HtmlError::TooDeep { limit: 256 }),
        (
            (0..50_000).flat_map(|n| ["<p><b class=".to_owned(), format!("{n}>")]).collect(),
            HtmlError::TooMany { limit: 20_000 },
        ),
        ("<b><i><div>".repeat(150) + &"</b></i>".repeat(150), HtmlError::TooDeep { limit: 256 }),
        ("<b><i><div></b>".repeat(300), HtmlError::TooDeep { limit: 256 }),
        ("<br>".repeat(250_000), HtmlError::TooMany { limit: 20_000 }),
        (format!("<table>{}", "x<br>".repeat(200_000)), HtmlError::TooMany { limit: 20_000 }),
        (format!("<a {attributes}>"), HtmlError::TooMany { limit: 20_000 }),
        ("<a ".repeat(333_333), HtmlError::TooMany { limit: 20_000 }),
        ("<".repeat(1_000_000), HtmlError::TooLong { limit: 65_536 }),
        ("&".repeat(1_000_000), HtmlError::TooLong { limit: 65_536 }),
        (format!("<table>{}", "&".repeat(1_000_000)), HtmlError::TooLong { limit: 65_536 }),
        (format!("<a href=\"{}\">", "&".repeat(1_000_000)), HtmlError::TooLong { limit: 65_536 }),
    ] {
        assert_eq!(clean(&input), Err(error), "{}", &input[..20]);
    }
}

#[test]
fn an_embedded_image_of_a_megabyte_is_told_and_not_refused() {
    let input = format!(
        "<img alt=x src=\"data:image/png;base64,{}\">",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8".repeat(15_000)
    );

    let cleaned = clean(&input);

    let removed = vec![Removed { what: "img@src (data:)".to_owned(), count: 1 }];
    assert_eq!(cleaned, Ok(Cleaned { html: r#"<img alt="x">"#.to_owned(), removed }));
}

/// The contents and excerpts of the pages, or nothing where the data are not at hand.
fn real_pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/integreat-lkaugsburg");
    let files = ["de", "en"].map(|language| std::fs::read(folder.join(language).join("pages.json")));
    let [Ok(de), Ok(en)] = files else {
        println!("skipped: no shared data");
        return Vec::new();
    };
    let read = |bytes: Vec<u8>| serde_json::from_slice::<Vec<serde_json::Value>>(&bytes).expect("pages are a list");
    let field = |page: &serde_json::Value, name: &str| page[name].as_str().expect("a page has texts").to_owned();
    read(de).iter().chain(&read(en)).map(|page| (field(page, "content"), field(page, "excerpt"))).collect()
}

/// Every node of a tree with its depth; attributes sorted, without the ones that cleaning adds.
fn outline(html: &str) -> Vec<String> {
    let tree = Html::parse_fragment(html);
    let nodes = tree.tree.root().descendants().map(|node| match node.value() {
        Node::Element(element) => {
            let mut attributes: Vec<_> = element.attrs().filter(|(name, _)| *name != "rel").collect();
            attributes.sort_unstable();
            format!("{} {} {attributes:?}", node.ancestors().count(), element.name())
        }
        other => format!("{} {other:?}", node.ancestors().count()),
    });
    nodes.collect()
}

fn text(html: &str) -> String {
    let text: String = Html::parse_fragment(html).root_element().text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_pages_of_a_real_district_lose_nothing() {
    for (content, _) in real_pages() {
        let cleaned = clean(&content).expect("real pages are within the limits");

        assert_eq!(cleaned.removed, []);
        assert_eq!(outline(&cleaned.html), outline(&content));
        assert_eq!(clean(&cleaned.html), Ok(cleaned));
    }
}

#[test]
fn excerpts_of_real_pages_are_those_of_integreat() {
    for (content, theirs) in real_pages() {
        let ours = excerpt(&html(&content));

        assert_eq!(text(&ours), text(&theirs));
    }
}

/// Pieces that break trees, put together at random.
fn broken_html() -> impl Strategy<Value = String> {
    let element = prop::sample::select(vec![
        "a",
        "p",
        "div",
        "b",
        "i",
        "li",
        "ul",
        "h1",
        "h2",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "tbody",
        "colgroup",
        "col",
        "button",
        "svg",
        "math",
        "mtext",
        "desc",
        "foreignObject",
        "style",
        "script",
        "select",
        "option",
        "form",
        "template",
        "noscript",
        "dd",
        "dt",
        "font",
        "nobr",
        "title",
        "textarea",
        "br",
        "img",
        "hr",
        "pre",
        "details",
        "x",
        "text",
        "set",
        "marquee",
        "object",
        "annotation-xml",
        "span",
        "ruby",
        "rt",
        "image",
        "frameset",
        "body",
        "plaintext",
    ]);
    let attribute = prop::sample::select(vec![
        "",
        " href=http://x.example",
        " href='java&#10;script:x'",
        " style='color:red;x:y'",
        " rel='opener external'",
        " onclick=x",
        " id=x",
        " class='a\"b'",
        " title='</style><img onerror=x>'",
        " src=//x",
        " href='&#13;x'",
    ]);
    let text = prop::sample::select(vec![
        "x", " ", "<", "&", "&nbsp;", "&#13;", "\r\n", "<!--", "-->", "]]>", "&#1;", "\0", "\n",
    ]);
    let piece = prop_oneof![
        4 => (element.clone(), attribute).prop_map(|(element, attribute)| format!("<{element}{attribute}>")),
        2 => element.prop_map(|element| format!("</{element}>")),
        1 => text.prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cleaning_twice_gives_the_same(input in broken_html()) {
        let cleaned = clean(&input);

        let cleaned = cleaned.expect("such inputs settle");
        let again = Cleaned { html: cleaned.html.clone(), removed: Vec::new() };
        prop_assert_eq!(clean(&cleaned.html), Ok(again));
    }

    #[test]
    fn what_is_left_is_allowed_wherever_a_parser_finds_it(input in broken_html()) {
        let cleaned = html(&input);

        for node in Html::parse_document(&cleaned).tree.root().descendants() {
            let Node::Element(element) = node.value() else { continue };
            prop_assert!(matches!(element.name(), "html" | "head" | "body") || rules::ELEMENTS.contains(&element.name()));
            for (name, value) in element.attrs() {
                let kept = rules::attribute(element.name(), name, value).kept;
                prop_assert_eq!(kept.as_deref(), Some(value));
            }
        }
    }

    #[test]
    fn any_text_can_be_cleaned(input in r"[ -~\t\nä\u{A0}\u{0}-\u{20}]{0,60}") {
        let cleaned = html(&input);

        prop_assert_eq!(html(&cleaned), cleaned);
    }
}
