//! The yardstick for reads: an actix server that answers one path with one captured response and does nothing else.
//!
//! `bare PORT WORKERS PATH FILE`, where FILE holds what `curl --include --raw` printed for that path.

use std::io::{self, Error};

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH};
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};

/// Headers that the HTTP layer writes itself.
const WRITTEN_ANYWAY: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];

type Headers = Vec<(HeaderName, HeaderValue)>;

/// A response as it was on the wire.
struct Captured {
    tag: Option<HeaderValue>,
    headers: Headers,
    /// The headers without those that describe the body.
    headers_unchanged: Headers,
    body: Bytes,
}

impl Captured {
    fn parse(response: Vec<u8>) -> io::Result<Self> {
        let response = Bytes::from(response);
        let end = response.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        let end = end.ok_or_else(|| Error::other("the headers have no end"))?;
        let head = std::str::from_utf8(&response[..end]).map_err(Error::other)?;
        let headers = head.lines().skip(1).map(header).collect::<io::Result<Headers>>()?;
        let headers: Headers =
            headers.into_iter().filter(|(name, _)| !WRITTEN_ANYWAY.contains(&name.as_str())).collect();
        let tag = headers.iter().find(|(name, _)| *name == ETAG).map(|(_, value)| value.clone());
        let headers_unchanged = headers.iter().filter(|(name, _)| !name.as_str().starts_with("content-"));
        Ok(Self {
            tag,
            headers_unchanged: headers_unchanged.cloned().collect(),
            headers,
            body: response.slice(end + 4..),
        })
    }
}

fn header(line: &str) -> io::Result<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(": ").ok_or_else(|| Error::other("a header has no value"))?;
    let name = HeaderName::try_from(name).map_err(Error::other)?;
    Ok((name, HeaderValue::try_from(value).map_err(Error::other)?))
}

async fn answer(request: HttpRequest, captured: Data<Captured>) -> HttpResponse {
    let known = request.headers().get(IF_NONE_MATCH);
    if known.is_some() && known == captured.tag.as_ref() {
        let mut response = HttpResponse::new(StatusCode::NOT_MODIFIED);
        add(response.headers_mut(), &captured.headers_unchanged);
        return response;
    }
    let mut response = HttpResponse::Ok().body(captured.body.clone());
    add(response.headers_mut(), &captured.headers);
    response
}

fn add(headers: &mut HeaderMap, more: &Headers) {
    for (name, value) in more {
        headers.append(name.clone(), value.clone());
    }
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, workers, path, file] = arguments.as_slice() else {
        return Err(Error::other("usage: bare PORT WORKERS PATH FILE"));
    };
    let captured = Data::new(Captured::parse(std::fs::read(file)?)?);
    let path = path.clone();
    HttpServer::new(move || App::new().app_data(captured.clone()).route(&path, web::get().to(answer)))
        .workers(workers.parse().map_err(Error::other)?)
        .bind(("127.0.0.1", port.parse().map_err(Error::other)?))?
        .run()
        .await
}
