//! `provider`: what an issuer says of itself, and what is wrong with it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow};

use super::{
    AboutProviderArgs, Failure, World,
    args::ProviderArgs,
    config, inspect, key_files, known, output,
    providers::Providers,
    settings::{self, Settings},
};
use crate::{
    input::InputSet,
    provider::Provider,
    report::{self, Report, human::Layout},
    rules::{self, Check, ProviderCase},
    situation::{Profile, Situation},
    token::NumericDate,
};

/// The names that a saved provider is read by again.
const METADATA: &str = "openid-configuration.json";
const KEYS: &str = "jwks.json";

/// Runs the command and gives the exit status.
pub(super) fn run(args: &AboutProviderArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let source = source(args)?;
    let moment = args.now.unwrap_or(world.now);
    let config = config::load(&args.policy, world)?;
    let config = config.as_ref();
    let flag = ("--profile", args.profile);
    let profile = settings::held(
        flag,
        config,
        |config| config.profile.as_ref(),
        Profile::Oidc,
    );
    let profile = profile.value;
    let settings = Settings::resolve(config, &args.policy, None, profile, moment)?;
    let earlier = match &args.earlier {
        Some(path) => Some(key_files::read(&saved(path), world)?),
        None => None,
    };
    let mut providers = Providers::new(&source, world)?;
    let provider = providers
        .obtain(&InputSet::default())
        .map(Arc::unwrap_or_clone)
        .expect("an issuer or a file was named");
    let problems = providers.problems();
    let mut undone = Vec::new();
    for problem in &problems {
        super::report_failure(problem, world)?;
        undone.push(super::in_words(&problem.error));
    }
    let mut situation = Situation {
        profile,
        ..Situation::default()
    };
    situation.complete();
    let now = NumericDate::from_seconds(moment.as_second());
    let judgement = rules::judge_provider(&ProviderCase {
        provider: &provider,
        earlier: earlier.as_ref(),
        situation: &situation,
        now,
        policy: &settings.policy,
    });
    let mut about = report::build::whole_provider(&provider, &judgement);
    settings.suppressions.apply_to_provider(&mut about);
    known::write_baseline(&args.policy, &settings, undone.is_empty(), world)?;
    if !args.output.quiet {
        known::remark(&settings, world)?;
    }
    let mut report = Report {
        provider: Some(about),
        policy: known::report(&settings, |rule| {
            matches!(rule.check, Check::Provider(_) | Check::Both { .. })
        }),
        undone,
        ..Report::new(env!("CARGO_PKG_VERSION"), now, settings.threshold(profile))
    };
    report.summary = inspect::summary(&report);
    output::write(&report, Layout::Provider, &args.output, world)?;
    if let Some(folder) = &args.save {
        let hint = "name a folder that you may write to".to_owned();
        save(&provider, folder).map_err(|error| Failure::undone(error, hint))?;
        if !args.output.quiet {
            let folder = report::escape::terminal(&folder.display().to_string()).into_owned();
            writeln!(world.stderr, "saved: `--provider {folder}` reads it again")?;
        }
    }
    Ok(report.summary.exit)
}

/// What the argument names, as the flags of the other commands.
fn source(args: &AboutProviderArgs) -> Result<ProviderArgs, Failure> {
    let network = ProviderArgs {
        network: args.network.clone(),
        ..ProviderArgs::default()
    };
    if args.provider.contains("://") {
        if args.network.offline {
            return Err(Failure::usage(
                anyhow!(
                    "`{}` is to be asked with --offline, expected a saved provider",
                    args.provider
                ),
                Some("without --offline, `--save DIR` saves one".to_owned()),
            ));
        }
        return Ok(ProviderArgs {
            issuer: Some(args.provider.clone()),
            ..network
        });
    }
    let path = PathBuf::from(&args.provider);
    if !path.exists() {
        return Err(Failure::usage(
            anyhow!(
                "`{}` is neither a URL nor a file, expected an issuer such as \
                 https://login.example, or a saved provider",
                args.provider
            ),
            None,
        ));
    }
    if path.is_file() && key_files::is_key_set(&path)? {
        return Ok(ProviderArgs {
            jwks: Some(path),
            ..network
        });
    }
    Ok(ProviderArgs {
        provider: Some(path),
        ..network
    })
}

fn saved(path: &Path) -> ProviderArgs {
    ProviderArgs {
        provider: Some(path.to_owned()),
        ..ProviderArgs::default()
    }
}

/// Writes both documents as they were published, or nothing.
fn save(provider: &Provider, folder: &Path) -> anyhow::Result<()> {
    let (Some(metadata), true) = (&provider.metadata, provider.has_key_set) else {
        return Err(anyhow!(
            "nothing is saved: expected a discovery document and a key set"
        ));
    };
    let keys: Vec<&str> = provider
        .keys
        .keys
        .iter()
        .filter_map(|key| Some(key.jwk.as_ref()?.text()))
        .collect();
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    write(METADATA, format!("{}\n", metadata.text()))?;
    write(KEYS, format!("{{\"keys\":[\n{}\n]}}\n", keys.join(",\n")))
}
