//! Who asks, when a proxy asks for somebody: what its headers say is believed only where the operator says so.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};

/// A range of addresses, such as `10.0.0.0/8` or `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// A text that names no range of addresses.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no range of addresses: write it like 10.0.0.0/8, 127.0.0.1 or fd00::/8")]
pub struct NetworkError(String);

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let refused = || NetworkError(text.to_owned());
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| refused())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| refused())?;
        if bits > most { Err(refused()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    fn contains(&self, other: IpAddr) -> bool {
        let (own, other, width) = match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (u128::from(own.to_bits()), u128::from(other.to_bits()), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        // A shift by the whole width is none.
        (own ^ other).checked_shr(width - self.bits).unwrap_or_default() == 0
    }
}

/// The address of the client of a request that came from `peer`; none stands for a Unix socket, which only a proxy on
/// this machine can reach.
///
/// From the right, every address is skipped that is `trusted`: what is left of it was written by that proxy. When both
/// headers are there and differ, a client has made up one of them, and neither is believed.
pub(crate) fn client(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let known = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.to_canonical());
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if peer.is_some() && !is_trusted(known) {
        return known;
    }
    let found = [(X_FORWARDED_FOR, plain as fn(&str) -> Option<IpAddr>), (FORWARDED, forwarded)]
        .map(|(name, read)| named_by(headers, &name, read, is_trusted));
    match found {
        [Some(one), Some(other)] if one != other => known,
        [one, other] => one.or(other).unwrap_or(known),
    }
}

fn named_by(
    headers: &HeaderMap,
    name: &HeaderName,
    read: fn(&str) -> Option<IpAddr>,
    is_trusted: impl Fn(IpAddr) -> bool,
) -> Option<IpAddr> {
    let lines: Vec<&str> = headers.get_all(name).map(|line| line.to_str().unwrap_or_default()).collect();
    let mut nearest = None;
    for element in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // What cannot be read, such as `unknown`, ends what is known.
        let Some(address) = read(element.trim()) else { break };
        nearest = Some(address);
        if !is_trusted(address) {
            break;
        }
    }
    nearest
}

/// `192.0.2.7`, `[2001:db8::1]:4711` and the like.
fn plain(element: &str) -> Option<IpAddr> {
    let bare = element.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(|| Some(element.parse::<SocketAddr>().ok()?.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

/// The `for` of an element of RFC 7239.
fn forwarded(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("for")).map(|(_, value)| value)?;
    plain(value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn asked_by(peer: &str, headers: &[(&str, &str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let trusted = ["127.0.0.0/8", "fd00::/8", "10.1.2.3"].map(|network| network.parse().unwrap());
        client(peer.parse().ok(), &map, &trusted).to_string()
    }

    #[test]
    fn a_header_of_a_stranger_is_not_believed() {
        assert_eq!(asked_by("192.0.2.1", &[("x-forwarded-for", "198.51.100.7")]), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_names_the_client_however_it_writes_it() {
        for header in [
            ("x-forwarded-for", "198.51.100.7"),
            ("x-forwarded-for", "6.6.6.6, 198.51.100.7"),
            ("x-forwarded-for", "6.6.6.6, 198.51.100.7, 10.1.2.3"),
            ("x-forwarded-for", "198.51.100.7:4711"),
            ("x-forwarded-for", "::ffff:198.51.100.7"),
            ("forwarded", "for=198.51.100.7;proto=https;by=10.0.0.1"),
            ("forwarded", "for=6.6.6.6, For=\"198.51.100.7:80\""),
        ] {
            assert_eq!(asked_by("127.0.0.1", &[header]), "198.51.100.7", "{header:?}");
        }
        assert_eq!(asked_by("::ffff:127.0.0.1", &[("forwarded", "for=\"[2001:db8::7]:80\"")]), "2001:db8::7");
        assert_eq!(asked_by("a unix socket", &[("x-forwarded-for", "198.51.100.7")]), "198.51.100.7");
    }

    #[test]
    fn what_cannot_be_read_or_contradicts_itself_leaves_the_proxy() {
        assert_eq!(asked_by("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(asked_by("127.0.0.1", &[("x-forwarded-for", "6.6.6.6, unknown")]), "127.0.0.1");
        let both = [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=6.6.6.6")];
        assert_eq!(asked_by("127.0.0.1", &both), "127.0.0.1");
    }

    #[test]
    fn a_text_that_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "localhost", "10.0.0.0/x"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        assert!("0.0.0.0/0".parse::<Network>().unwrap().contains("192.0.2.1".parse().unwrap()));
        assert!(!"10.0.0.0/9".parse::<Network>().unwrap().contains("10.128.0.0".parse().unwrap()));
    }
}
