//! Which network addresses belong to everybody's internet: only those are visited without an operator's word.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `address` is one that everybody can reach, so that visiting it tells nobody about the network of this server.
///
/// What is not known to be public is not.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// All but the special purposes of IANA's registry.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        // This network, private, loopback, and everything from multicast on.
        (0 | 10 | 127 | 224.., _, _) => true,
        // Shared by the customers of a carrier.
        (100, 64..=127, _) => true,
        // Link-local, where clouds tell their secrets.
        (169, 254, _) => true,
        (172, 16..=31, _) => true,
        (192, 168, _) => true,
        // Protocols, documentation, relays and measurements.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => true,
        _ => false,
    };
    !is_special
}

/// Global unicast without its special purposes; where an IPv4 address is carried, that one counts.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(carried) = carried(address) {
        return is_public_v4(carried);
    }
    let [a, b, ..] = address.segments();
    let is_unicast = (0x2000..=0x3fff).contains(&a);
    let is_special = match a {
        // Protocols (Teredo among them) and documentation.
        0x2001 => b < 0x200 || b == 0xdb8,
        // 6to4.
        0x2002 => true,
        0x3fff => b < 0x1000,
        _ => false,
    };
    is_unicast && !is_special
}

/// The IPv4 address that an IPv6 one stands for: mapped, or translated (`64:ff9b::/96`).
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let translated = (a, b, c, d, e, f) == (0x64, 0xff9b, 0, 0, 0, 0);
    let [[g, x], [h, y]] = [g.to_be_bytes(), h.to_be_bytes()];
    address.to_ipv4_mapped().or_else(|| translated.then(|| Ipv4Addr::new(g, x, h, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_everybody_are_public() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2a00:1450:4001::1",
            "3fff:1000::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn all_others_are_not() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::101:101",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:101:101::1",
            "3fff::1",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
