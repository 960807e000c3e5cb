//! How long a download takes on a named network.
//!
//! The model is deliberately simple and repeatable: one fresh HTTPS connection, every file over it,
//! a round trip for each request that has to wait for another one, and the bytes at the line's speed:
//!
//! ```text
//! time = round trip × (3 + depth) + 8 × bytes ÷ bandwidth
//! ```
//!
//! Three round trips set the connection up (DNS, TCP, TLS 1.3); `depth` is the length of the longest chain
//! of requests that must follow each other (document, its script, a script that this imports, ...).
//! A split point is loaded over the connection that is there: it pays no set-up.
//! `bytes` are gzip bytes. Neither server time, TCP slow start nor running the code is in it.

/// A network that budgets can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// The name in budgets.json.
    pub name: &'static str,
    /// Round-trip time in milliseconds.
    pub rtt_ms: u64,
    /// Bandwidth towards the visitor in bits per second.
    pub bits_per_second: u64,
    /// Where the two numbers come from.
    pub source: &'static str,
}

const LIGHTHOUSE: &str = "Lighthouse, core/config/constants.js";
const WEBPAGETEST: &str = "WebPageTest, settings/connectivity.ini.sample";

/// Every network, slowest first.
pub const NETWORKS: [Network; 8] = [
    Network { name: "2g", rtt_ms: 800, bits_per_second: 280_000, source: WEBPAGETEST },
    Network { name: "slow-3g", rtt_ms: 400, bits_per_second: 400_000, source: WEBPAGETEST },
    Network { name: "regular-3g", rtt_ms: 300, bits_per_second: 700_000, source: LIGHTHOUSE },
    Network { name: "slow-4g", rtt_ms: 150, bits_per_second: 1_638_400, source: LIGHTHOUSE },
    Network { name: "cable", rtt_ms: 28, bits_per_second: 5_000_000, source: WEBPAGETEST },
    Network { name: "4g", rtt_ms: 170, bits_per_second: 9_000_000, source: WEBPAGETEST },
    Network { name: "lte", rtt_ms: 70, bits_per_second: 12_000_000, source: WEBPAGETEST },
    Network { name: "fios", rtt_ms: 4, bits_per_second: 20_000_000, source: WEBPAGETEST },
];

/// Round trips before the first request: DNS, TCP, TLS 1.3.
const CONNECTION_ROUND_TRIPS: u64 = 3;

impl Network {
    /// The network that time limits are judged on where none is named: Lighthouse's mobile default.
    pub const DEFAULT: Self = NETWORKS[3];

    /// The network of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        NETWORKS.into_iter().find(|network| network.name == name)
    }

    /// Milliseconds until `bytes` have come through a chain of `depth` requests over a fresh connection, rounded up.
    pub fn first_load_ms(self, bytes: u64, depth: u32) -> u64 {
        self.later_load_ms(bytes, depth).saturating_add(self.rtt_ms * CONNECTION_ROUND_TRIPS)
    }

    /// The same over a connection that is there already.
    pub fn later_load_ms(self, bytes: u64, depth: u32) -> u64 {
        let waiting = self.rtt_ms * u64::from(depth);
        let bits_ms = u128::from(bytes) * 8 * 1000;
        let transfer = bits_ms.div_ceil(u128::from(self.bits_per_second));
        waiting.saturating_add(u64::try_from(transfer).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::{NETWORKS, Network};

    #[test]
    fn a_download_takes_its_round_trips_and_its_bytes() {
        // 204,800 bytes are one second at 1,638,400 bit/s; 3 + 2 round trips of 150 ms.
        assert_eq!(Network::DEFAULT.name, "slow-4g");
        assert_eq!(Network::DEFAULT.first_load_ms(204_800, 2), 1_750);
        assert_eq!(Network::DEFAULT.later_load_ms(204_800, 2), 1_300);
        assert_eq!(Network::DEFAULT.first_load_ms(1, 0), 451);
    }

    #[test]
    fn networks_stand_slowest_first_and_are_found_by_name() {
        assert!(NETWORKS.is_sorted_by_key(|network| network.bits_per_second));
        for network in NETWORKS {
            assert_eq!(Network::from_name(network.name), Some(network));
        }
        assert_eq!(Network::from_name("5g"), None);
    }
}
