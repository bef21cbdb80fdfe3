//! Publishes an article of the knowledge base with the pictures that its text shows.
//!
//! Invariant: nobody sees the article before its pictures are there.

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use freshdesk::{
    Attachment, Client,
    models::{SolutionArticleCreate, SolutionArticleStatus, SolutionArticleUpdate},
};

const NOTES: &str = "\
Pictures that the text names by a path, as in <img src=\"door.png\">, are uploaded with the article, and the text shows
them from there. Whoever wants them from elsewhere puts them there and names that address in the text.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments.";

/// Publishes an article with its pictures.
#[derive(Parser)]
#[command(name = "publish_article", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The text, as HTML; paths of pictures start at its folder.
    text: PathBuf,
    /// The heading of the article.
    #[arg(long)]
    title: String,
    /// The ID of the folder that the article belongs to.
    #[arg(long, value_name = "ID")]
    folder: i64,
    /// A tag; repeatable.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Leave it a draft.
    #[arg(long)]
    draft: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match publish(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn publish(args: Args) -> Result<(), Box<dyn Error>> {
    let text = read(&args.text)?;
    let pictures = pictures(&text)?;
    let client = Client::from_env()?;
    let draft = SolutionArticleCreate {
        tags: Some(args.tags),
        ..SolutionArticleCreate::new(args.title, &*text, SolutionArticleStatus::Draft)
    };
    let folder = args.text.parent().unwrap_or(Path::new(""));
    let mut request = client.solutions().create_article(args.folder, &draft);
    for path in &pictures {
        let file = Attachment::from_path(folder.join(path));
        request = request.attach(file.map_err(|error| format!("{path}: {error}"))?);
    }
    let article = request.await?;
    let uploaded = article.attachments.unwrap_or_default();
    let mut shown = text.clone();
    for path in &pictures {
        let file = uploaded
            .iter()
            .find(|file| Some(&*file.name) == file_name(path));
        let file =
            file.ok_or_else(|| format!("article {} is a draft without {path}", article.id))?;
        for quote in ['"', '\''] {
            let [from, to] =
                [*path, &*file.attachment_url].map(|to| format!("src={quote}{to}{quote}"));
            shown = shown.replace(&from, &to);
        }
    }
    let change = SolutionArticleUpdate {
        description: (shown != text).then_some(shown),
        status: (!args.draft).then_some(SolutionArticleStatus::Published),
        ..SolutionArticleUpdate::default()
    };
    if change != SolutionArticleUpdate::default() {
        let changed = client.solutions().update_article(article.id, &change).await;
        changed.map_err(|error| format!("article {} is still a draft: {error}", article.id))?;
    }
    println!("article {}: {}", article.id, article.title);
    for path in pictures {
        println!("  with {path}");
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Returns the paths that the text shows pictures from, each once; addresses elsewhere stay as they are.
fn pictures(text: &str) -> Result<Vec<&str>, String> {
    let images = text
        .split("<img ")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    let sources = images.filter_map(|image| {
        let (_, rest) = image.split_once("src=")?;
        let quote = rest
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let mut paths: Vec<&str> = sources.filter(|source| !source.contains(':')).collect();
    paths.sort_unstable();
    paths.dedup();
    let names: BTreeSet<_> = paths.iter().map(|path| file_name(path)).collect();
    if names.len() < paths.len() {
        return Err("two pictures in different folders have the same name".to_owned());
    }
    Ok(paths)
}

fn file_name(path: &str) -> Option<&str> {
    Path::new(path).file_name()?.to_str()
}
