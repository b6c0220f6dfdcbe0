//! `cargo xtask start`: builds and opens the analyzer.

use anyhow::Result;
use clap::Args;

use crate::build::build;
use crate::package::SINGLE_FILE;
use crate::project::Project;
use crate::serve::Server;

#[derive(Args)]
pub struct Options {
    /// Only print where the page is
    #[arg(long)]
    no_open: bool,
    /// Serve pkg/ on this machine in place of opening the file, as a static host would
    #[arg(long)]
    serve: bool,
    /// The port to serve on; a free one unless given
    #[arg(long, requires = "serve", default_value_t = 0)]
    port: u16,
}

pub fn run(project: &Project, options: &Options) -> Result<()> {
    let directory = project.package_dir();
    build(project, &directory)?;
    if options.serve {
        let server = Server::bind(&directory, options.port)?;
        println!("{}", server.address());
        open(options, &server.address());
        server.run()
    } else {
        let page = directory.join(SINGLE_FILE).display().to_string();
        println!("{page}");
        open(options, &page);
        Ok(())
    }
}

/// A machine without a browser is no failure: the page is built, and its place is printed.
fn open(options: &Options, target: &str) {
    if options.no_open {
        return;
    }
    if let Err(error) = opener::open_browser(target) {
        println!("no browser could be opened ({error}); open the line above in one");
    }
}
