//! Chooses the coding of an answer from `Accept-Encoding` (RFC 9110, section 12.5.3).

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};

use super::codings::Coding;

/// The coding the client wants most, or `None` for the identity.
///
/// On equal weights the smaller coding wins over the client's order, because clients list codings in order of
/// age. A client that refuses everything, even the identity, gets the identity: an answer it may understand is
/// better than 406.
pub(super) fn coding(headers: &HeaderMap) -> Option<Coding> {
    let mut weights = Weights::default();
    let values = headers.get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    for item in values.flat_map(|value| value.split(',')) {
        weights.note(item);
    }
    weights.best()
}

/// What the client said of each coding; `None` where it said nothing.
#[derive(Default)]
struct Weights {
    codings: [Option<f32>; Coding::ALL.len()],
    identity: Option<f32>,
    others: Option<f32>,
}

impl Weights {
    /// Take in one item of the list, such as `gzip;q=0.5`; what cannot be read counts as not said.
    fn note(&mut self, item: &str) {
        let (name, weight) = item.split_once(';').map_or((item, Some(1.0)), |(name, rest)| (name, weight(rest)));
        let name = name.trim();
        let said = if name == "*" {
            &mut self.others
        } else if name.eq_ignore_ascii_case("identity") {
            &mut self.identity
        } else if let Some(coding) = Coding::named(name) {
            &mut self.codings[coding.index()]
        } else {
            return;
        };
        *said = weight.or(*said);
    }

    fn best(&self) -> Option<Coding> {
        let mut best = (None, self.identity.unwrap_or(0.0));
        for coding in Coding::ALL {
            let weight = self.codings[coding.index()].or(self.others).unwrap_or(0.0);
            let wins = if best.0.is_none() { weight >= best.1 } else { weight > best.1 };
            if weight > 0.0 && wins {
                best = (Some(coding), weight);
            }
        }
        best.0
    }
}

/// The weight in `q=0.5`, if it is one.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?;
    name.trim().eq_ignore_ascii_case("q").then_some(weight)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn chosen(accepted: &str) -> Option<Coding> {
        let request = TestRequest::get().insert_header((ACCEPT_ENCODING, accepted)).to_http_request();
        coding(request.headers())
    }

    #[test]
    fn the_clients_weights_decide_and_ties_go_to_the_smaller_coding() {
        let table = [
            ("", None),
            ("br", Some(Coding::Brotli)),
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip, deflate, zstd", Some(Coding::Zstd)),
            ("gzip, deflate", Some(Coding::Gzip)),
            ("X-GZIP", Some(Coding::Gzip)),
            ("deflate, compress", None),
            ("gzip;q=1.0, br;q=0.9", Some(Coding::Gzip)),
            ("GZIP ; Q=0.5 , br;q=0.4", Some(Coding::Gzip)),
            ("br;q=0, gzip", Some(Coding::Gzip)),
            ("br;q=0.000", None),
            ("*", Some(Coding::Brotli)),
            ("*, br;q=0", Some(Coding::Zstd)),
            ("gzip, *;q=0", Some(Coding::Gzip)),
            ("gzip;q=0.5, *;q=0.2", Some(Coding::Gzip)),
            ("identity", None),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0.5, gzip;q=0.5", Some(Coding::Gzip)),
            ("identity;q=0", None),
            ("identity;q=0, *;q=0", None),
            ("identity;q=0, gzip", Some(Coding::Gzip)),
            ("br;q=2, gzip;q=0.1", Some(Coding::Gzip)),
            ("br;q=high", None),
            (",, ;q=1,br", Some(Coding::Brotli)),
        ];
        for (accepted, expected) in table {
            assert_eq!(chosen(accepted), expected, "Accept-Encoding: {accepted}");
        }
    }

    #[test]
    fn a_client_that_says_nothing_gets_the_identity() {
        assert_eq!(coding(TestRequest::get().to_http_request().headers()), None);
    }

    #[test]
    fn several_header_lines_count_as_one() {
        let request =
            TestRequest::get().append_header((ACCEPT_ENCODING, "gzip")).append_header((ACCEPT_ENCODING, "zstd"));

        assert_eq!(coding(request.to_http_request().headers()), Some(Coding::Zstd));
    }
}
