//! Any text as a budget file of another tool: what is written of it is a budget file with the same limits.
#![no_main]

use weighbridge::config::{self, Foreign};
use weighbridge::report::budget_file::{BudgetFile, WrittenBudget, render};

fn import(text: &str, name: &str, wanted: Option<Foreign>) {
    let imported = match config::import(text, name, wanted) {
        Ok(imported) => imported,
        Err(error) => {
            weighbridge::cli::rendered(&error.into());
            return;
        }
    };
    let reasons = imported.left_out.iter().map(|one| format!("{}: {}", one.what, one.reason));
    let written = |one: &config::ImportedBudget| WrittenBudget {
        comments: one.notes.clone(),
        budget: one.budget.clone(),
    };
    let file = BudgetFile {
        schema: "budgets.schema.json".to_owned(),
        build: imported.build.clone(),
        compression: imported.compression,
        ignore: imported.ignore.clone(),
        unmatched: imported.unmatched,
        head: imported.notes.clone(),
        budgets: imported.budgets.iter().map(written).collect(),
        foot: reasons.collect(),
        checks: Vec::new(),
    };
    let written = render(&file);
    let read = match config::parse(&written, config::FILE_NAME, &[]) {
        Ok(read) => read,
        Err(error) => panic!("{text}\nis written as\n{written}\n{}", weighbridge::cli::rendered(&error.into())),
    };
    assert_eq!(imported.budgets.len(), read.budgets.len());
    for (one, read) in imported.budgets.iter().zip(&read.budgets) {
        assert_eq!(one.budget.name, read.name);
        assert_eq!(one.budget.limits.len(), read.limits.len(), "{text}\nis written as\n{written}");
        for limit in &one.budget.limits {
            assert_eq!(read.limit(limit.metric, limit.bound).map(|read| read.value), Some(limit.value));
        }
    }
}

weighbridge_fuzz::target!(|data| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    import(text, "package.json", None);
    for tool in Foreign::ALL {
        import(text, "a.json", Some(tool));
    }
});
