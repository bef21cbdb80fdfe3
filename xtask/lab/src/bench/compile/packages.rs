//! An API → the workspace that is built: on each side a client, a program that
//! calls every operation, and a program with one call. There are two sides where
//! the API is made up, else the generated one alone.

use generator::{FileTree, Generated};
use xtask::failure::Failure;

use super::leaf::{self, Calls};
use super::ordinary;
use crate::bench::comparison::{Pairs, Side};

impl Side {
    /// Returns the folder of the client.
    pub(super) fn client_folder(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Ordinary => ordinary::PACKAGE,
        }
    }

    /// Returns the package, and its folder, of the program that calls every operation.
    pub(super) fn program(self) -> &'static str {
        match self {
            Self::Generated => "generated-every-call",
            Self::Ordinary => "ordinary-every-call",
        }
    }

    /// Returns the package, and its folder, of the program with one call.
    pub(super) fn small_program(self) -> &'static str {
        match self {
            Self::Generated => "generated-one-call",
            Self::Ordinary => "ordinary-one-call",
        }
    }
}

/// Every file of the workspace.
#[derive(Debug)]
pub(super) struct Packages {
    /// The files, by path.
    pub(super) files: FileTree,
    /// The clients that are built.
    pub(super) sides: &'static [Side],
    /// The name of the generated crate.
    generated: String,
}

impl Packages {
    /// Creates the packages, with the ordinary client beside the generated one where the description is synthetic, of
    /// `made_up` operations.
    pub(super) fn new(generated: &Generated, made_up: Option<usize>) -> Self {
        let mut packages = Self {
            files: FileTree::default(),
            sides: match made_up {
                Some(_) => &[Side::Generated, Side::Ordinary],
                None => &[Side::Generated],
            },
            generated: generated.api.package.name.clone(),
        };
        packages.add_client(Side::Generated, &generated.tree);
        if let Some(count) = made_up {
            packages.add_client(Side::Ordinary, &ordinary::emit(count));
        }
        for &side in packages.sides {
            let every = leaf::emit(&generated.api, side, Calls::Every);
            packages.add_program(side, side.program(), every);
            let one = leaf::emit(&generated.api, side, Calls::One);
            packages.add_program(side, side.small_program(), one);
        }
        packages
            .files
            .insert("Cargo.toml", workspace_manifest(packages.sides));
        packages
    }

    /// Returns the package of the client.
    pub(super) fn client(&self, side: Side) -> &str {
        match side {
            Side::Generated => &self.generated,
            Side::Ordinary => ordinary::PACKAGE,
        }
    }

    /// Returns a figure that needs only one run, of each side.
    pub(super) fn each_side(
        &self,
        figure: impl Fn(Side) -> Result<f64, Failure>,
    ) -> Result<Pairs, Failure> {
        let mut pairs = Pairs::default();
        for &side in self.sides {
            pairs.add_on(side, figure(side)?);
        }
        Ok(pairs)
    }

    fn add_client(&mut self, side: Side, tree: &FileTree) {
        for (path, text) in tree.iter() {
            self.files
                .insert(format!("{}/{path}", side.client_folder()), text);
        }
    }

    fn add_program(&mut self, side: Side, folder: &str, main: String) {
        let manifest = self.program_manifest(side, folder);
        self.files.insert(format!("{folder}/Cargo.toml"), manifest);
        self.files.insert(format!("{folder}/src/main.rs"), main);
    }

    /// Programs call either client `api`.
    fn program_manifest(&self, side: Side, package: &str) -> String {
        format!(
            "[package]\n\
             name = \"{package}\"\n\
             edition = \"2024\"\n\
             \n\
             [dependencies]\n\
             api = {{ package = \"{}\", path = \"../{}\" }}\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }}\n",
            self.client(side),
            side.client_folder(),
        )
    }
}

fn workspace_manifest(sides: &[Side]) -> String {
    let folders = |side: &Side| [side.client_folder(), side.program(), side.small_program()];
    let members: Vec<String> = sides
        .iter()
        .flat_map(folders)
        .map(|folder| format!("{folder:?}"))
        .collect();
    // No profiles: a user's own build has Cargo's defaults.
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    )
}
