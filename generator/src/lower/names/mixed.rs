//! Names with words that their case does not delimit → the same names with the bounds of these words marked:
//! `getmTLSCert` → `get Mtls Cert`.
//!
//! Invariant: a name of ordinary words is returned as it is, so heck alone splits it.

use std::borrow::Cow;

/// Returns the words with capitals inside that begin with a letter, as they are written. The first letter may have either
/// case.
fn mixed_words(first: char) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        'c' => &["CoAP"],
        'd' => &["DDoS", "dBm"],
        'e' => &["eID", "eKYC", "eSIM"],
        'g' => &["GHz", "GWh", "GiB", "GitHub", "GitLab", "GraphQL", "gRPC"],
        'i' => &["IPSec", "IPsec", "IPv4", "IPv6", "IaaS", "IoT", "iOS"],
        'k' => &["KiB", "kB", "kWh"],
        'l' => &["LoRaWAN"],
        'm' => &["MHz", "MWh", "MiB", "MySQL", "mAh", "mTLS", "macOS"],
        'n' => &["NVMe", "NoSQL"],
        'o' => &["OAuth"],
        'p' => &["PCIe", "PaaS", "PostgreSQL"],
        'q' => &["QoS"],
        's' => &["SQLite", "SaaS"],
        't' => &["TiB"],
        'v' => &["VMware", "VoIP", "vCPU", "vGPU"],
        'w' => &["WiFi"],
        _ => &[],
    }
}

/// Verbs in front of a word that begins in lower case: `getmTLSCert`.
const VERBS: [&str; 26] = [
    "add", "attach", "cancel", "check", "create", "delete", "detach", "disable", "download",
    "enable", "fetch", "find", "get", "list", "patch", "post", "put", "query", "read", "remove",
    "replace", "search", "set", "update", "upload", "validate",
];

/// Marks the bounds of words that case alone does not delimit: words with capitals inside, plurals of acronyms,
/// acronyms with a version, and possessives.
pub(super) fn delimited(name: &str) -> Cow<'_, str> {
    // Most names are of ordinary words, which is seen at once.
    if !name.contains(|letter: char| letter.is_ascii_uppercase() || matches!(letter, '\'' | '’'))
    {
        return Cow::Borrowed(name);
    }
    let bytes = name.as_bytes();
    let mut marked: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let found = may_begin(bytes, at).then(|| irregular(name, at)).flatten();
        let Some(word) = found else {
            at += 1;
            continue;
        };
        let text = marked.get_or_insert_default();
        text.push_str(&name[copied..at]);
        word.write(&name[at..at + word.length()], text);
        at += word.length();
        copied = at;
    }
    match marked {
        Some(mut text) => {
            text.push_str(&name[copied..]);
            Cow::Owned(text)
        }
        None => Cow::Borrowed(name),
    }
}

/// Returns `true` if an irregular part may begin at a byte, by the bytes beside it.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    let next_is_capital = bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase);
    match bytes[at] {
        b'a'..=b'z' => next_is_capital || at == 0 || !bytes[at - 1].is_ascii_alphanumeric(),
        letter @ b'A'..=b'Z' => next_is_capital || !mixed_words(char::from(letter)).is_empty(),
        other => other == b'\'' || !other.is_ascii(),
    }
}

/// A part of a name that heck would split or join wrongly, with its length in bytes.
#[derive(Clone, Copy)]
enum Irregular {
    /// One word, whatever its case.
    Word(usize),
    /// An apostrophe inside a word, which is omitted.
    Apostrophe(usize),
}

impl Irregular {
    fn length(self) -> usize {
        match self {
            Self::Word(length) | Self::Apostrophe(length) => length,
        }
    }

    fn write(self, part: &str, text: &mut String) {
        if let Self::Word(_) = self {
            text.push(' ');
            text.push_str(&part[..1].to_ascii_uppercase());
            text.push_str(&part[1..].to_ascii_lowercase());
            text.push(' ');
        }
    }
}

/// Finds the irregular part that begins at a byte.
fn irregular(name: &str, at: usize) -> Option<Irregular> {
    let rest = name.get(at..)?;
    let before = &name[..at];
    let first = rest.chars().next()?;
    if matches!(first, '\'' | '’') {
        let length = first.len_utf8();
        let is_inside = before.ends_with(char::is_alphanumeric)
            && rest[length..].starts_with(char::is_alphabetic);
        return is_inside.then_some(Irregular::Apostrophe(length));
    }
    let is_capital = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_uppercase);
    let begins = match first {
        'a'..='z' if !before.ends_with(char::is_alphanumeric) => true,
        'a'..='z' => is_capital(rest.as_bytes().get(1)) && follows_verb(before),
        'A'..='Z' => !is_capital(before.as_bytes().last()),
        _ => false,
    };
    let length = begins.then(|| mixed(rest).or_else(|| acronym(rest)))??;
    Some(Irregular::Word(length))
}

/// Returns `true` if a text ends in a verb, as a word of its own.
fn follows_verb(before: &str) -> bool {
    let stem = before.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    VERBS.contains(&&before[stem.len()..])
}

/// Returns the length of a word with capitals inside, with its plural and its version: `OAuth2`.
fn mixed(rest: &str) -> Option<usize> {
    let mut words = mixed_words(rest.chars().next()?).iter();
    let found = words.find(|word| {
        rest.get(1..)
            .is_some_and(|rest| rest.starts_with(&word[1..]))
    });
    let length = found?.len();
    let length = length + plural(&rest[length..]).unwrap_or_default();
    let digits = rest[length..].bytes().take_while(u8::is_ascii_digit);
    let length = length + digits.count();
    ends_word(&rest[length..]).then_some(length)
}

/// Returns the length of an acronym in the plural (`IPs`), or before its version (`APIv2`). `None`: heck splits it.
fn acronym(rest: &str) -> Option<usize> {
    let length = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    if length < 2 {
        return None;
    }
    let mut after = rest[length..].bytes();
    let has_version =
        after.next() == Some(b'v') && after.next().is_some_and(|sign| sign.is_ascii_digit());
    plural(&rest[length..])
        .map(|ending| length + ending)
        .or(has_version.then_some(length))
}

/// Returns the length of the ending of a plural.
fn plural(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('s')?;
    ends_word(after).then_some(1)
}

fn ends_word(after: &str) -> bool {
    !after.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;

    #[test]
    fn words_keep_their_capitals_plurals_and_versions() {
        for (name, expected) in [
            ("listEmailCCs", "list email ccs"),
            ("Cloudflare IPs", "cloudflare ips"),
            ("Magic Site WANs", "magic site wans"),
            ("Short-Lived CAs", "short lived cas"),
            ("URLsAndIDs", "urls and ids"),
            ("resetVPNs2", "reset vpns 2"),
            ("getmTLSCert", "get mtls cert"),
            ("mTLSCertificate", "mtls certificate"),
            ("listeSIMs", "list esims"),
            ("listIPsecTunnels", "list ipsec tunnels"),
            ("getOAuth2Token", "get oauth2 token"),
            ("oAuthToken", "oauth token"),
            ("OAUTH_TOKEN", "oauth token"),
            ("IPv4Address", "ipv4 address"),
            ("allowedIPv6s", "allowed ipv6s"),
            ("APIv2Token", "api v2 token"),
            ("GitHubUser", "github user"),
            ("iOSDevice", "ios device"),
            ("cpuGHz", "cpu ghz"),
            ("User's Invites", "users invites"),
            ("User\u{2019}s Invites", "users invites"),
            ("Users' Invites", "users invites"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn ordinary_names_are_split_by_their_case() {
        for (name, expected) in [
            ("programTLSConfig", "program tls config"),
            ("HTTPServer", "http server"),
            ("getASsistant", "get a ssistant"),
            ("sha256Sum", "sha256 sum"),
            ("GitHubert", "git hubert"),
            ("isIDset", "is i dset"),
            ("createdAt", "created at"),
            ("größeXYs", "größe xys"),
            ("'quoted'", "quoted"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }
}
