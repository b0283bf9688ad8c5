//! The two shapes of addresses, slashes, and what browsers ask first.

use serde_json::json;
use ureq::http::Method;

use crate::support::Server;

#[test]
fn the_addresses_of_wordpress_answer_the_same() {
    let server = Server::start();
    let region = server.region("kreis", &["de"]);
    region.page("de", "Seite", "");

    for (new, old) in [
        ("/api/v3/regions/", "/wp-json/extensions/v3/sites/"),
        ("/api/v3/regions/kreis/", "/wp-json/extensions/v3/sites/kreis/"),
        ("/api/v3/kreis/languages/", "/kreis/de/wp-json/extensions/v3/languages/"),
        ("/api/v3/kreis/de/pages/", "/kreis/de/wp-json/extensions/v3/pages/"),
        ("/api/v3/kreis/de/page/?url=seite", "/kreis/de/wp-json/extensions/v3/page/?url=seite"),
        ("/api/v3/kreis/de/page/?url=seite", "/kreis/de/wp-json/extensions/v3/post/?url=seite"),
        ("/api/v3/kreis/de/children/", "/kreis/de/wp-json/extensions/v3/children/"),
        ("/api/v3/kreis/de/parents/?url=seite", "/kreis/de/wp-json/extensions/v3/parents/?url=seite"),
        ("/api/v3/kreis/de/events/", "/kreis/de/wp-json/extensions/v3/events/"),
        ("/api/v3/kreis/offers/", "/kreis/de/wp-json/extensions/v3/extras/"),
    ] {
        let (new, old) = (server.get(new).send(), server.get(old).send());
        assert_eq!((old.status, old.body), (200, new.body));
    }
}

#[test]
fn an_address_without_its_slash_is_sent_on_with_its_query() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    for (address, target) in [
        ("/api/v3/regions", "/api/v3/regions/"),
        ("/api/v3/regions/kreis", "/api/v3/regions/kreis/"),
        ("/api/v3/kreis/languages", "/api/v3/kreis/languages/"),
        ("/api/v3/kreis/de/pages", "/api/v3/kreis/de/pages/"),
        ("/api/v3/kreis/de/page?url=%C3%A4&id=1", "/api/v3/kreis/de/page/?url=%C3%A4&id=1"),
        ("/api/v3/kreis/de/events?combine_recurring=True", "/api/v3/kreis/de/events/?combine_recurring=True"),
        ("/api/v3/kr%C3%A4is/de/imprint", "/api/v3/kr%C3%A4is/de/imprint/"),
        ("/api/v3/kreis/extras", "/api/v3/kreis/extras/"),
        ("/wp-json/extensions/v3/sites", "/wp-json/extensions/v3/sites/"),
        ("/wp-json/extensions/v3/sites/kreis", "/wp-json/extensions/v3/sites/kreis/"),
        ("/kreis/de/wp-json/extensions/v3/languages", "/kreis/de/wp-json/extensions/v3/languages/"),
        ("/kreis/de/wp-json/extensions/v3/pages?a=b", "/kreis/de/wp-json/extensions/v3/pages/?a=b"),
    ] {
        for method in [Method::GET, Method::HEAD, Method::POST] {
            let answer = server.anybody().request(method, address).send();
            assert_eq!((answer.status, answer.header("Location")), (301, target), "{address}");
        }
    }
}

#[test]
fn reading_by_post_reads_too() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    server.anybody().post("/api/v3/kreis/de/pages/").send().is(200, &json!([]));
}

#[test]
fn browsers_of_any_origin_may_read() {
    let server = Server::start();
    server.region("kreis", &["de"]);

    for address in ["/api/v3/regions/", "/api/v3/kreis/de/pages/", "/api/v3/kreis/de/pages", "/api/v3/no/such/thing/"] {
        let request = server.anybody().request(Method::OPTIONS, address).header("Origin", "https://app.example");
        let answer = request.header("Access-Control-Request-Headers", "x-integreat-development").send();
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "*");
        assert_eq!(answer.header("Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS, POST");
        let allowed: Vec<&str> = answer.header("Access-Control-Allow-Headers").split(", ").collect();
        for header in [
            "accept",
            "accept-encoding",
            "authorization",
            "content-type",
            "dnt",
            "origin",
            "user-agent",
            "x-csrftoken",
            "x-requested-with",
            "x-integreat-development",
        ] {
            assert!(allowed.contains(&header), "{header}");
        }
    }
}
