//! A directory `TAG/NAME.ftl` beside the server, byte for byte, so that a Git repository can stand between.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use super::client::{Format, Server, Upload};
use super::{Options, send};

/// Writes every newest file that differs.
pub(super) fn export(server: &Server, folder: &Path) -> anyhow::Result<bool> {
    let mut written = 0;
    for layer in server.layers()? {
        let (locale, name) = (&layer.language, &layer.bundle);
        let source = server.source(locale, name)?.with_context(|| format!("{locale}/{name} has gone meanwhile"))?;
        let path = folder.join(locale).join(format!("{name}.ftl"));
        if fs::read(&path).is_ok_and(|known| known == source.file) {
            continue;
        }
        fs::create_dir_all(folder.join(locale)).with_context(|| format!("{} cannot be made", folder.display()))?;
        fs::write(&path, source.file).with_context(|| format!("{} cannot be written", path.display()))?;
        println!("{}", path.display());
        written += 1;
    }
    println!("Files written: {written}.");
    Ok(true)
}

/// Sends every file that differs from the server's newest, the source languages first; whether all of it was accepted.
pub(super) fn import(server: &Server, folder: &Path, options: &Options) -> anyhow::Result<bool> {
    let files = files(folder)?;
    ensure!(!files.is_empty(), "there is no TAG/NAME.ftl in {}", folder.display());
    let sources: BTreeMap<String, String> =
        server.layers()?.into_iter().map(|layer| (layer.bundle, layer.source)).collect();
    let is_source = |locale: &str, name: &str| {
        let source = sources.get(name).map_or(options.source.as_str(), String::as_str);
        source.eq_ignore_ascii_case(locale)
    };
    let (first, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_source(&file.locale, &file.name));
    let (mut sent, mut is_clean) = (0, true);
    for File { locale, name, path } in first.into_iter().chain(rest) {
        let file = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        if server.source(&locale, &name)?.is_some_and(|known| known.file == file) {
            continue;
        }
        let upload = Upload { format: Format::Fluent, file: &file };
        is_clean &= send(server, &locale, &name, &upload, options)?;
        sent += 1;
    }
    println!("Files sent: {sent}.");
    Ok(is_clean)
}

/// A file of the tree.
struct File {
    locale: String,
    name: String,
    path: PathBuf,
}

/// Every `TAG/NAME.ftl`, by language and name.
fn files(folder: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for language in entries(folder)? {
        let Some(locale) = language.file_name().and_then(|name| name.to_str()).filter(|_| language.is_dir()) else {
            continue;
        };
        for path in entries(&language)? {
            let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".ftl"));
            if let Some(name) = name {
                files.push(File { locale: locale.to_owned(), name: name.to_owned(), path: path.clone() });
            }
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
