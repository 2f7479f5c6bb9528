//! Folders: the files in them, and which of those are meant.

use std::{fs, io, path::Path};

use anyhow::anyhow;

use super::{
    World,
    args::InputFormat,
    lines::Piece,
    read::{Source, Stdin, unreadable},
};
use crate::{
    order,
    report::{Unreadable, escape},
};

/// The files of a folder and the folders in it, in the order of their names; hidden ones are passed
/// over, and so are links to folders, which may lead in a circle.
pub(super) fn sources(path: &Path, sources: &mut Vec<Source>) {
    let mut files = Vec::new();
    let walked = walk(path, &mut files);
    let is_empty = files.is_empty();
    sources.push(Source::Folder(files));
    if let Err(error) = walked {
        let error = anyhow!(error).context("its files cannot be listed");
        let name = path.display().to_string();
        sources.push(Source::Read(Err(unreadable(
            &name,
            &error,
            "may you read it?",
        ))));
    } else if is_empty {
        let error = anyhow!("it is a folder without files, expected files with tokens");
        let hint = "files and folders whose name begins with a dot are passed over";
        let name = path.display().to_string();
        sources.push(Source::Read(Err(unreadable(&name, &error, hint))));
    }
}

fn walk(path: &Path, files: &mut Vec<Source>) -> io::Result<()> {
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    order::sort_by_key(&mut entries, fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), files)?;
        } else if fs::metadata(entry.path()).is_ok_and(|target| target.is_file()) {
            let name = entry.path().display().to_string();
            files.push(Source::File(name));
        }
    }
    Ok(())
}

/// In a folder with tokens, files without any are there for another reason and are skipped. Where
/// no file holds one, the folder is not what was meant, and each file is refused.
pub(super) fn pieces(
    files: Vec<Source>,
    form: InputFormat,
    stdin: &mut Stdin,
    before: &mut usize,
    put: &mut dyn FnMut(Piece) -> bool,
) -> bool {
    let mut without = Vec::new();
    let mut has_tokens = false;
    for file in files {
        match file.open(form, stdin) {
            Source::NoToken(file) => without.push(file),
            file => {
                has_tokens |= file.is_lines() || matches!(file, Source::Read(Ok(_)));
                if !file.pieces(form, stdin, before, put) {
                    return false;
                }
            }
        }
    }
    if has_tokens {
        return without.is_empty() || put(Piece::Skipped(without));
    }
    without.into_iter().all(|file| {
        put(Piece::Input {
            input: Err(file),
            before: *before,
        })
    })
}

/// Says which files of folders were skipped: the first few by their names.
pub(super) fn remark_on_skipped(skipped: &[Unreadable], world: &mut World<'_>) -> io::Result<()> {
    const NAMED: usize = 3;
    let names = skipped.iter().take(NAMED);
    let names: Vec<&str> = names.map(|file| file.input.as_str()).collect();
    let more = match skipped.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let files = match skipped.len() {
        0 => return Ok(()),
        1 => "1 file of a folder holds no token and is skipped".to_owned(),
        many => format!("{many} files of folders hold no token and are skipped"),
    };
    let names = escape::without_tokens(&names.join(", ")).into_owned();
    writeln!(
        world.stderr,
        "note: {files}: {}{more}",
        escape::terminal(&names)
    )
}
