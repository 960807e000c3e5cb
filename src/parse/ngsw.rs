//! Angular's `ngsw.json`: what its service worker fetches when it is installed.
//!
//! Groups with `installMode: "prefetch"` are fetched at once, the others when they are asked for.
//!
//! Source: <https://angular.dev/ecosystem/service-workers/config>.

use serde::Deserialize;

use crate::model::service_worker::PrecacheList;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    #[serde(rename = "configVersion")]
    _version: u64,
    asset_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    install_mode: String,
    urls: Vec<String>,
}

/// The list of a configuration; `None` for other JSON.
pub(crate) fn precache_list(text: &str) -> Option<PrecacheList> {
    if !text.contains("\"assetGroups\"") {
        return None;
    }
    let config: Config = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let prefetched = config.asset_groups.into_iter().filter(|group| group.install_mode == "prefetch");
    let urls: Vec<String> = prefetched.flat_map(|group| group.urls).collect();
    (!urls.is_empty()).then_some(PrecacheList { urls })
}

#[cfg(test)]
mod tests {
    use super::precache_list;

    #[test]
    fn groups_that_are_fetched_at_once_are_listed_and_other_json_is_none() {
        let config = r#"{"configVersion":1,"index":"/index.html","assetGroups":[
            {"name":"app","installMode":"prefetch","urls":["/index.html","/main.js"],"patterns":[]},
            {"name":"assets","installMode":"lazy","urls":["/a.png"],"patterns":[]}],"hashTable":{}}"#;
        assert_eq!(
            precache_list(config).map(|list| list.urls),
            Some(vec!["/index.html".into(), "/main.js".into()])
        );
        assert_eq!(precache_list(&config[..config.len() - 3]), None);
        assert_eq!(precache_list(r#"{"assetGroups":[{"name":"app"}]}"#), None);
        assert_eq!(precache_list("{}"), None);
    }
}
