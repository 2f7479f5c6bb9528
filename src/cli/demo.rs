//! `demo`: the whole way, from a provider's start to the report on its tokens.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use anyhow::{Context as _, anyhow};
use clap::Parser as _;

use super::{
    Cli, Command, DemoArgs, Failure, InspectArgs, World,
    args::Format,
    inspect::{self, Mode},
    lines::Piece,
    read,
};
use crate::{
    demo::{self, Demo, DemoError},
    report::escape,
};

const RESPONSE: &str = "token-response.json";
const METADATA: &str = "openid-configuration.json";
const KEYS: &str = "jwks.json";

/// Runs the command and gives the exit status.
pub(super) fn run(args: &DemoArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let talks = args.output.format == Format::Human && !args.output.quiet;
    let now = args.now.unwrap_or(world.now);
    let demo = Demo::start(args.scenario, now.as_second()).map_err(no_demo)?;
    let response = demo.obtain_tokens().map_err(no_demo)?;
    if let Some(folder) = &args.save {
        let hint = "name a folder that you may write to".to_owned();
        save(&demo, &response, folder).map_err(|error| Failure::undone(error, hint))?;
    }
    let command = command(&demo);
    if talks {
        world
            .stdout
            .write_all(introduction(&demo, &command).as_bytes())?;
    }
    let mut typed = arguments(&command)?;
    typed.judgement.now = Some(now);
    typed.output = args.output.clone();
    let input = read::text(&response, "token response");
    let pieces = vec![Piece::Input { input, before: 0 }];
    let status = inspect::report_on(pieces, &typed, Mode::Inspect, world)?;
    if talks {
        let farewell = farewell(&demo.served(), args.save.as_deref());
        world.stdout.write_all(farewell.as_bytes())?;
        world.stdout.flush()?;
    }
    Ok(status)
}

/// What a person would type to judge the response: the issuer asked, and the receivers named.
fn command(demo: &Demo) -> Vec<String> {
    let mut words = vec!["whichtoken", "inspect", "-"];
    words.extend(["--issuer", demo.issuer()]);
    words.extend(receivers());
    // In one word, since a nonce may begin with a hyphen.
    let nonce = format!("--nonce={}", demo.nonce());
    words.push(&nonce);
    words.into_iter().map(str::to_owned).collect()
}

/// The client that gets the ID token, and the API that gets the access token.
fn receivers() -> [&'static str; 4] {
    ["--own-client", demo::CLIENT, "--audience", demo::API]
}

/// The command as the program itself understands it, so that the demo shows nothing special.
fn arguments(command: &[String]) -> Result<InspectArgs, Failure> {
    match Cli::try_parse_from(command).map(|cli| cli.command) {
        Ok(Some(Command::Inspect(mut args))) => {
            // The policy of the folder is about other issuers than the demo's.
            args.policy.no_config = true;
            Ok(args)
        }
        Ok(_) => Err(Failure::undone(
            anyhow!("the demo's command is not `inspect`"),
            None,
        )),
        Err(error) => Err(Failure::undone(error, None)),
    }
}

fn introduction(demo: &Demo, command: &[String]) -> String {
    let [issuer, client, api] = [demo.issuer(), demo::CLIENT, demo::API];
    let minutes = demo::LIFETIME / 60;
    let [first, second, third] =
        [&command[..5], &command[5..9], &command[9..]].map(|part| part.join(" "));
    format!(
        "An OpenID provider has started in this process, on loopback, with a fresh key:
  {issuer}
Its user has logged in to the application `{client}`, which has just traded the
authorization code for two tokens over HTTP: an ID token for itself, and an
access token for {api}
Both are real, signed, and live {minutes} minutes. What you would type to judge them:
  {first} \\
    {second} \\
    {third}

"
    )
}

fn farewell(served: &[String], saved: Option<&Path>) -> String {
    let served = served.join(", ");
    let next = match saved {
        None => "  whichtoken demo --save demo-files    keep tokens and documents to play with
  whichtoken demo --format json        the same report, for a program
  whichtoken --help                    the facts that you can state"
            .to_owned(),
        Some(folder) => {
            let response = word(&folder.join(RESPONSE));
            let lint = format!("whichtoken lint {response} --provider {}", word(folder));
            let own = receivers().join(" ");
            format!(
                "  # from the saved files, without the network
  {lint} \\
    {own}
  # at an API that the access token does not name
  {lint} \\
    --audience https://other.example.test/
  # long after the tokens have expired
  {lint} \\
    --now 2100-01-01T00:00:00Z"
            )
        }
    };
    format!("\nThe provider served\n  {served}\n\nTry next\n{next}\n")
}

/// A path as one word of a shell.
fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let text = escape::terminal(&text);
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~+@%,:".contains(c);
    if text.chars().all(is_plain) {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Writes what was issued and what is needed to judge it later.
fn save(demo: &Demo, response: &str, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    // Only files of an earlier demo are replaced, and those stand beside its tokens.
    let foreign = [METADATA, KEYS].map(|name| folder.join(name));
    if !folder.join(RESPONSE).exists()
        && let Some(path) = foreign.iter().find(|path| path.exists())
    {
        anyhow::bail!("{} is there already and no demo's", path.display());
    }
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        private(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    write(RESPONSE, response)?;
    write(METADATA, &format!("{:#}\n", demo.metadata()))?;
    write(KEYS, &format!("{:#}\n", demo.key_set()))
}

/// Writes a file that only its owner can read, before any byte is in it.
fn private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // An older file keeps its mode when it is opened.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(text.as_bytes())
}

fn no_demo(error: DemoError) -> Failure {
    let hint = "the demo needs a port on 127.0.0.1; does a sandbox or a firewall forbid it?";
    Failure::undone(error, hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        for (path, expected) in [
            ("/tmp/demo-files", "/tmp/demo-files"),
            ("my files", "'my files'"),
            ("it's", r"'it'\''s'"),
        ] {
            assert_eq!(word(Path::new(path)), expected);
        }
    }
}
