//! What a budget file says of the checks: `"error"`, `"warn"`, `"off"`, or one of these with options.

use jsonc_parser::ast::Value;

use crate::config::error::Problems;
use crate::config::fields::{Field, Fields};
use crate::config::values::{amount, count, name_globs, percentage, size};
use crate::model::check::{Check, CheckOptions, CheckSetting, CheckSettings, OptionUnit, Severity};

const SEVERITIES: [(&str, Option<Severity>); 3] =
    [("error", Some(Severity::Error)), ("warn", Some(Severity::Warning)), ("off", None)];

/// Reads the object that maps checks to settings.
pub(crate) fn read(field: Field<'_>, checks: &[&'static Check], problems: &mut Problems) -> CheckSettings {
    let mut settings = CheckSettings::default();
    let Some(object) = field.object(problems) else { return settings };
    let ids: Vec<&str> = checks.iter().map(|check| check.id).collect();
    for field in Fields::read(object, &ids, problems).iter() {
        if let Some(check) = checks.iter().find(|check| check.id == field.key)
            && let Some(setting) = read_setting(field, check, problems)
        {
            settings.set(check, setting);
        }
    }
    settings
}

fn read_setting(field: Field<'_>, check: &Check, problems: &mut Problems) -> Option<CheckSetting> {
    let mut options = CheckOptions::defaults_of(check);
    let severity = match field.value {
        Value::StringLit(_) => field.choice(&SEVERITIES, problems),
        Value::Array(array) => match array.elements.as_slice() {
            [severity] => Field { value: severity, ..field }.choice(&SEVERITIES, problems),
            [severity, written] => {
                read_options(Field { value: written, ..field }, check, &mut options, problems);
                Field { value: severity, ..field }.choice(&SEVERITIES, problems)
            }
            _ => {
                let message = format!("{:?} has {} parts", field.key, array.elements.len());
                let help = "write [severity] or [severity, { option: value }]".to_owned();
                problems.push(field.span(), message, "one or two parts", help);
                None
            }
        },
        _ => {
            field.wrong_kind("a severity, or an array of a severity and options", problems);
            None
        }
    }?;
    Some(CheckSetting { severity, options })
}

fn read_options(field: Field<'_>, check: &Check, options: &mut CheckOptions, problems: &mut Problems) {
    let Some(object) = field.object(problems) else { return };
    if check.options.is_empty() && !object.properties.is_empty() {
        let message = format!("{:?} has no options", check.id);
        problems.push(field.span(), message, "no options", "write the severity alone".to_owned());
        return;
    }
    let names: Vec<&str> = check.options.iter().map(|option| option.name).collect();
    for field in Fields::read(object, &names, problems).iter() {
        let Some(option) = check.options.iter().find(|option| option.name == field.key) else { continue };
        let read = match option.unit {
            OptionUnit::Bytes => size,
            OptionUnit::Percent => percentage,
            OptionUnit::Count => count,
            OptionUnit::Names => {
                if let Some(names) = name_globs(field, problems) {
                    options.set_names(option.name, names);
                }
                continue;
            }
        };
        if let Some(value) = amount(field.value, read, problems) {
            options.set(option.name, value);
        }
    }
}
