//! Going through a description → diagnostics that know which part of it they are about.

use super::{Diagnostics, subject::Subject};

/// Something that reports diagnostics while it goes through a description.
pub(crate) trait Reports: AsMut<Diagnostics> {
    /// Does the work at a part of the description: what it reports is about `part`, unless it is about a part of that.
    /// `None`: the work is at no other part than before.
    fn about<T>(
        &mut self,
        part: impl Into<Option<Subject>>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let Some(part) = part.into() else {
            return work(self);
        };
        let outer = self.as_mut().enter(part);
        let done = work(self);
        self.as_mut().leave(outer);
        done
    }

    /// Does the work at an operation of the path, or of the webhook, that the work is at.
    fn about_operation<T>(&mut self, method: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let path = self.as_mut().scope();
        let operation = path.map(|path| path.operation(method));
        self.about(operation, work)
    }

    /// Does the work at a response of the operation that the work is at.
    fn about_response<T>(&mut self, status: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let operation = self.as_mut().scope();
        let response = operation.map(|operation| operation.response(status));
        self.about(response, work)
    }
}

impl<R: AsMut<Diagnostics>> Reports for R {}

#[cfg(test)]
mod tests {
    use super::Reports;
    use crate::diagnostics::{Diagnostic, Diagnostics, Subject};

    #[test]
    fn a_diagnostic_is_about_the_innermost_part_around_it() {
        let mut diagnostics = Diagnostics::default();
        let report = |diagnostics: &mut Diagnostics, code| {
            diagnostics.push(Diagnostic::error(code, "wrong"));
        };
        diagnostics.about(Subject::Path("/a".into()), |diagnostics| {
            report(diagnostics, "path");
            diagnostics.about_operation("get", |diagnostics| {
                diagnostics.about_response("404", |diagnostics| report(diagnostics, "response"));
                report(diagnostics, "operation");
            });
        });
        report(&mut diagnostics, "root");
        diagnostics.about(Subject::Webhook("w".into()), |diagnostics| {
            diagnostics.about_operation("post", |diagnostics| {
                diagnostics.about_response("200", |diagnostics| report(diagnostics, "webhook"));
            });
        });
        let path = Subject::Path("/a".into());
        let operation = path.operation("get");
        let subjects: Vec<_> = diagnostics
            .iter()
            .map(|one| (one.code, one.subject.clone()))
            .collect();
        assert_eq!(
            subjects,
            [
                ("path", Some(path)),
                ("response", Some(operation.response("404"))),
                ("operation", Some(operation)),
                ("root", None),
                ("webhook", Some(Subject::Webhook("w".into()))),
            ]
        );
    }
}
