//! Compressed forms that build tools write beside their files: `app.js.br` is `app.js`, not a file of its own.

use std::collections::{HashMap, HashSet};

use crate::model::asset::Encoding;
use crate::model::file::FoundFile;

/// A compressed form that has not been read yet.
#[derive(Clone, Debug)]
pub struct FoundForm {
    /// How it is compressed.
    pub encoding: Encoding,
    /// The file.
    pub file: FoundFile,
}

/// Joins each compressed form to the file that it is a form of; order is kept.
/// A compressed file without its original stays a file.
pub fn join_precompressed(files: Vec<FoundFile>) -> Vec<(FoundFile, Vec<FoundForm>)> {
    let mut forms: HashMap<String, Vec<FoundForm>> = HashMap::new();
    let names: HashSet<String> = files.iter().map(|file| file.path.to_string()).collect();
    let mut originals = Vec::with_capacity(files.len());
    for file in files {
        match original_of(&file) {
            Some((original, encoding)) if names.contains(&original) => {
                forms.entry(original).or_default().push(FoundForm { encoding, file });
            }
            _ => originals.push(file),
        }
    }
    let with_forms = |file: FoundFile| {
        let mut forms = forms.remove(file.path.as_str()).unwrap_or_default();
        forms.sort_by_key(|form| form.encoding);
        (file, forms)
    };
    originals.into_iter().map(with_forms).collect()
}

fn original_of(file: &FoundFile) -> Option<(String, Encoding)> {
    let encoding = Encoding::from_extension(&file.path.extension())?;
    let (original, _) = file.path.as_str().rsplit_once('.')?;
    Some((original.to_owned(), encoding))
}

#[cfg(test)]
mod tests {
    use super::join_precompressed;
    use crate::model::asset::Encoding;
    use crate::model::file::FoundFile;
    use crate::model::path::AssetPath;

    #[test]
    fn a_compressed_form_belongs_to_its_file_and_a_lone_archive_is_one() {
        let file = |path: &str, bytes| FoundFile {
            path: AssetPath::new(path),
            location: path.into(),
            bytes,
            identity: None,
        };
        let files = vec![file("a.js", 10), file("a.js.br", 3), file("a.js.gz", 4), file("data.tar.gz", 9)];
        let joined = join_precompressed(files);
        let seen: Vec<_> = joined.iter().map(|(file, forms)| (file.path.as_str(), forms.len())).collect();
        assert_eq!(seen, [("a.js", 2), ("data.tar.gz", 0)]);
        assert_eq!((joined[0].1[0].encoding, joined[0].1[0].file.bytes), (Encoding::Gzip, 4));
    }
}
