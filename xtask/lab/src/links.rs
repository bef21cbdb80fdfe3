//! `cargo lab links`: the rendered documentation → links to pages and anchors that do not exist.
//!
//! rustdoc reports what it cannot resolve itself. It does not report addresses that are written out, such as those in
//! the documentation of macros, or that it takes over from another crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use xtask::failure::Failure;
use xtask::terminal::{Completion, Outcome, count};
use xtask::workspace;

use crate::args::LinksArgs;

/// Links and anchors of a page.
#[derive(Default)]
struct Page {
    links: BTreeSet<String>,
    anchors: BTreeSet<String>,
}

/// Checks every page below the folder of a crate.
pub(crate) fn run(args: &LinksArgs) -> Result<Outcome, Failure> {
    let folder = match &args.folder {
        Some(folder) => folder.clone(),
        None => workspace::root().join("target/doc/freshdesk"),
    };
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    let mut pages = BTreeMap::new();
    for file in &files {
        pages.insert(file.clone(), Page::read(file)?);
    }
    let mut dead = Vec::new();
    let mut checked = 0;
    // Pages of other crates that are linked to.
    let mut others: BTreeMap<PathBuf, Option<Page>> = BTreeMap::new();
    for (file, page) in &pages {
        for link in page.links.iter().filter(|link| is_local(link)) {
            checked += 1;
            let (target, anchor) = target(file, link);
            let found = match pages.get(&target) {
                Some(page) => Some(page),
                None => others
                    .entry(target.clone())
                    .or_insert_with(|| Page::read(&target).ok())
                    .as_ref(),
            };
            if !found.is_some_and(|page| page.has(anchor)) {
                let name = file.strip_prefix(&folder).unwrap_or(file);
                dead.push(format!("{}: {link}", name.display()));
            }
        }
    }
    let counts = format!(
        "{}, {}, {} dead",
        count(pages.len(), "page"),
        count(checked, "link"),
        dead.len()
    );
    let verdict = if dead.is_empty() && checked > 0 {
        Completion::Done
    } else {
        Completion::Stale
    };
    dead.push(counts);
    let report = dead.join("\n") + "\n";
    Ok(Outcome { report, verdict })
}

/// Lists the pages below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failure = |error: &std::io::Error| {
        Failure::io(
            format!("cannot read {}; `cargo doc` writes it", folder.display()),
            error,
        )
    };
    for entry in std::fs::read_dir(folder).map_err(|error| failure(&error))? {
        let path = entry.map_err(|error| failure(&error))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            files.push(path);
        }
    }
    Ok(())
}

impl Page {
    fn read(path: &Path) -> Result<Self, Failure> {
        let failure = format!("cannot read {}", path.display());
        let html = std::fs::read(path).map_err(|error| Failure::io(failure, &error))?;
        let html = String::from_utf8_lossy(&html);
        // Behind this is documentation of other crates, taken over without what its links need.
        let own = html.split(" id=\"blanket-implementations\"").next();
        Ok(Self {
            links: attributes(own.unwrap_or(&html), "href").collect(),
            anchors: attributes(&html, "id").collect(),
        })
    }

    /// Tells if the page has an anchor. Lines of source code are marked by the page itself: `#12-34`.
    fn has(&self, anchor: Option<&str>) -> bool {
        anchor.is_none_or(|anchor| {
            let is_lines = anchor
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-');
            is_lines || self.anchors.contains(anchor)
        })
    }
}

/// Returns the values of an attribute. rustdoc puts all of them in double quotes.
fn attributes<'h>(html: &'h str, name: &str) -> impl Iterator<Item = String> + use<'h> {
    let start = format!(" {name}=\"");
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(start.as_str())?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        Some(value.replace("&#x27;", "'").replace("&amp;", "&"))
    })
}

fn is_local(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    !scheme.is_some_and(is_scheme)
}

/// Returns the file and the anchor that a link leads to.
fn target<'l>(page: &Path, link: &'l str) -> (PathBuf, Option<&'l str>) {
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor).filter(|anchor| !anchor.is_empty())),
        None => (link, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    let mut file = match path {
        "" => return (page.to_path_buf(), anchor),
        _ => page.parent().unwrap_or(page).to_path_buf(),
    };
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(file.pop()),
            step => file.push(step),
        }
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    (file, anchor)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{attributes, is_local, target};

    #[test]
    fn links_lead_from_their_page() {
        let page = Path::new("doc/shop/guide/index.html");
        let of = |link| {
            let (file, anchor) = target(page, link);
            (file.display().to_string(), anchor)
        };
        assert_eq!(
            of("../struct.Client.html#method.get"),
            ("doc/shop/struct.Client.html".to_owned(), Some("method.get"))
        );
        assert_eq!(
            of("#start"),
            ("doc/shop/guide/index.html".to_owned(), Some("start"))
        );
        assert_eq!(
            of("start/"),
            ("doc/shop/guide/start/index.html".to_owned(), None)
        );
        assert_eq!(
            of("start/index.html#"),
            ("doc/shop/guide/start/index.html".to_owned(), None)
        );
    }

    #[test]
    fn pages_are_taken_apart() {
        let html = r#"<a class="x" href="a.html#b">A</a><h2 id="b&amp;c">B</h2><a href="https://example.com">C</a>"#;
        let links: Vec<_> = attributes(html, "href").collect();
        assert_eq!(links, ["a.html#b", "https://example.com"]);
        assert_eq!(attributes(html, "id").collect::<Vec<_>>(), ["b&c"]);
        assert!(is_local(&links[0]) && !is_local(&links[1]));
        assert!(is_local("macro.record.html#a:b"));
    }
}
