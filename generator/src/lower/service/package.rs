//! Settings → the nouns of the model that descriptions have no words for.

use openapiv3::OpenAPI;

use crate::{
    diagnostics::Diagnostic,
    lower::reporter::Reporter,
    model::{Docs, GuideChapter, Hint, Package, RateLimitHeaders, Server},
    settings::Settings,
};

pub(in crate::lower) fn info_docs(description: &OpenAPI) -> Docs {
    Docs {
        summary: Some(description.info.title.clone()),
        description: description.info.description.clone(),
    }
}

pub(in crate::lower) fn package(settings: &Settings) -> Package {
    let package = settings.package.clone();
    Package {
        name: package.name,
        version: package.version,
        description: package.description,
        license: package.license,
        repository: package.repository,
        rust_version: package.rust_version,
        keywords: package.keywords,
        categories: package.categories,
    }
}

pub(in crate::lower) fn rate_limit(settings: &Settings) -> Option<RateLimitHeaders> {
    let limit = settings.rate_limit.clone()?;
    Some(RateLimitHeaders {
        total: limit.total,
        remaining: limit.remaining,
        used: limit.used,
        window_seconds: limit.window_seconds,
    })
}

pub(in crate::lower) fn hints(settings: &Settings) -> Vec<Hint> {
    let hints = settings.hints.iter().cloned();
    hints
        .map(|hint| Hint {
            status: hint.status,
            code: hint.code,
            text: hint.text,
        })
        .collect()
}

pub(in crate::lower) fn guide(settings: &Settings) -> Vec<GuideChapter> {
    let chapters = settings.guide.iter().cloned();
    chapters
        .map(|chapter| GuideChapter {
            module: chapter.module,
            title: chapter.title,
            summary: chapter.summary,
            page: chapter.page,
        })
        .collect()
}

/// Reports variables of the settings that no address has.
pub(in crate::lower) fn check_required_variables(
    settings: &Settings,
    servers: &[Server],
    reporter: &Reporter,
) {
    for name in &settings.server.required_variables {
        let mut variables = servers.iter().flat_map(|server| &server.variables);
        if !variables.any(|variable| variable.name.wire == *name) {
            let message =
                format!("`required-variables` names `{name}`, which no address of the service has");
            reporter.report(
                Diagnostic::warning("unknown-server-variable", message)
                    .at("/servers")
                    .help("name a variable of `servers`, or remove the name from the settings"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_required_variables;
    use crate::{
        lower::reporter::Reporter,
        model::{Docs, Name, Server, ServerVariable},
        settings::Settings,
    };

    #[test]
    fn required_variables_stand_in_an_address() {
        let variable = ServerVariable {
            name: Name {
                wire: "domain".to_owned(),
                ident: "domain".to_owned(),
            },
            default: None,
            values: Vec::new(),
            docs: Docs::default(),
        };
        let servers = [Server {
            url: "https://{domain}.example.com".to_owned(),
            docs: Docs::default(),
            variables: vec![variable],
        }];
        let mut settings = Settings::for_crate("widgets").unwrap();
        settings.server.required_variables = vec!["domain".to_owned(), "domian".to_owned()];
        let reporter = Reporter::default();
        check_required_variables(&settings, &servers, &reporter);
        let diagnostics = reporter.finish();
        let messages: Vec<_> = diagnostics.iter().map(|one| &one.message).collect();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].contains("`domian`"), "{messages:?}");
    }
}
