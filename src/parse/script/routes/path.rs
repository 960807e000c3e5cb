//! The paths of routes: what is one, and how a child's goes on behind its parent's.

/// Whether a text can be the path of a route: no file beside the script, no address, no sentence.
pub(crate) fn is_route(path: &str) -> bool {
    !path.starts_with('.') && !path.contains("://") && !path.chars().any(char::is_whitespace)
}

/// A child's path behind that of its parent; one with a leading `/` stands for itself, and one behind nothing stays
/// relative.
pub(crate) fn join(parent: &str, child: &str) -> String {
    if child.starts_with('/') || parent.is_empty() {
        return child.to_owned();
    }
    // What a parent leaves to its children: `/docs/*`.
    let parent = parent.strip_suffix("/*").unwrap_or(parent).trim_end_matches('/');
    if child.is_empty() { parent.to_owned() } else { format!("{parent}/{child}") }
}

/// With one leading `/`, and none at the end.
pub(crate) fn normalised(path: &str) -> String {
    format!("/{}", path.trim_matches('/'))
}

/// SvelteKit's route ids have folders in parentheses, which visitors do not see.
pub(crate) fn without_groups(id: &str) -> String {
    let folders: Vec<&str> = id.split('/').filter(|folder| !folder.is_empty() && !is_group(folder)).collect();
    format!("/{}", folders.join("/"))
}

/// Those of `TanStack` Router have layouts as well (`_layout`), and folders that leave their layout (`posts_`).
pub(crate) fn without_layouts(id: &str) -> String {
    let is_seen = |folder: &&str| !folder.is_empty() && !is_group(folder) && !folder.starts_with('_');
    let folders: Vec<&str> =
        id.split('/').filter(is_seen).map(|folder| folder.trim_end_matches('_')).collect();
    format!("/{}", folders.join("/"))
}

fn is_group(folder: &str) -> bool {
    folder.starts_with('(') && folder.ends_with(')')
}
