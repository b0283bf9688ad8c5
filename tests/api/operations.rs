//! What those who run a server see of it.

use crate::support::Server;

use super::musterkreis;

#[test]
fn health_says_whether_the_server_lives_and_can_work() {
    let server = Server::start();

    let (live, ready) = (server.get("/health/live").send(), server.get("/health/ready").send());

    assert_eq!((live.status, live.text(), ready.status, ready.text()), (200, "live\n", 200, "ready\n"));
}

#[test]
fn metrics_count_requests_by_route_and_kind() {
    let (server, region) = musterkreis();
    region.page("de", "Eins", "<p>x</p>");
    for _ in 0..3 {
        server.get("/api/v1/regions/musterkreis/de/pages").send();
    }
    server.get("/nowhere").send();

    let metrics = server.get("/metrics").send();

    let text = metrics.text();
    for line in [
        "lotse_requests_total{route=\"list_pages\",method=\"read\",status=\"2xx\"} 3",
        "lotse_requests_total{route=\"other\",method=\"read\",status=\"4xx\"} 1",
        "lotse_request_duration_seconds_count{route=\"list_pages\"} 3",
        "lotse_regions 1",
        "lotse_prepared_bodies 1",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
}

#[test]
fn the_documentation_comes_from_the_binary() {
    let server = Server::start();

    let (short, page) = (server.get("/docs").send(), server.get("/docs/").send());
    let description = server.get("/openapi.json").send();

    assert_eq!((short.status, short.header("location")), (302, "/docs/"));
    assert!(page.status == 200 && page.text().contains("swagger-ui"), "{page:?}");
    assert_eq!(description.text(), ::api::openapi());
}
