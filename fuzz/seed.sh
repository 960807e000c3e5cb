#!/usr/bin/env bash
# Fills fuzz/corpus from the fixtures, from the texts in the tests of the readers, and from fuzz/seeds. What is there
# already stays: a corpus grows from run to run, and is never committed.
#
#   bash fuzz/seed.sh
set -euo pipefail
cd "$(dirname "$0")/.."

exec perl - <<'PERL'
use strict;
use warnings;
use Digest::MD5 'md5_hex';
use File::Find;
use File::Path 'make_path';

# Longer inputs are slow to change; run.sh has the same bound.
my $LONGEST = 65_536;

sub bytes { open my $file, '<:raw', $_[0] or die "$_[0]: $!"; local $/; scalar <$file> // '' }

my %count;
sub seed {
    my ($target, $bytes) = @_;
    return if !length $bytes || length $bytes > $LONGEST;
    my $folder = "fuzz/corpus/$target";
    make_path($folder);
    open my $file, '>:raw', "$folder/" . md5_hex($bytes) or die $!;
    print $file $bytes;
    $count{$target}++;
}

sub files {
    my ($root, $pattern) = @_;
    my @files;
    find({ no_chdir => 1, wanted => sub {
        $File::Find::prune = 1 if /node_modules$/;
        push @files, $_ if -f && /$pattern/;
    } }, $root);
    sort @files;
}

# The texts of a Rust file: raw strings as they are, the others without their escapes.
sub texts {
    my ($path) = @_;
    my $rust = bytes($path);
    my @texts;
    while ($rust =~ /r#+"(.*?)"#|"((?:[^"\\]|\\.){12,})"/gs) {
        my ($raw, $text) = ($1, $2);
        if (!defined $raw) {
            $text =~ s/\\\n\s*//g;
            $text =~ s/\\n/\n/g;
            $text =~ s/\\(["\\'])/$1/g;
            $raw = $text;
        }
        push @texts, $raw;
    }
    @texts;
}

my @fixtures = grep { !m{^fixtures/(expected|sources|tools)/} } files('fixtures', qr{^fixtures/[^/]+/});

# --- By the kind of file. ---
my %kinds = (
    script => qr/\.[cm]?js$/, document => qr/\.html$/, style => qr/\.css$/,
    image => qr/\.(png|jpe?g|gif|webp|avif|svg|ico|bmp|jxl)$/, picture => qr/\.(png|jpe?g|gif|webp|avif)$/,
    manifest => qr/\.json$/, webpack => qr/(webpack|rspack|rsbuild).*\.js$/,
);
for my $path (@fixtures) {
    for my $target (sort keys %kinds) { seed($target, bytes($path)) if $path =~ $kinds{$target} }
}

# --- A map and its script; a form and its file. ---
for my $path (@fixtures) {
    if ($path =~ /^(.*)\.map$/ && -f $1) { seed('source_map', bytes($path) . "\0" . bytes($1)) }
    if ($path =~ /^(.*)\.(gz|br)$/ && -f $1) {
        my $original = bytes($1);
        seed('form', pack('v', length $original) . $original . bytes($path)) if length $original < 40_000;
    }
}
seed('source_map', '{"version":3,"sources":["a.ts","../node_modules/b/c.js"],"names":[],"mappings":"AAAA,CCAA;ADCA"}' . "\0ab\nc\n//# sourceMappingURL=a.js.map");
seed('source_map', '{"version":3,"sections":[{"offset":{"line":0,"column":1},"map":{"version":3,"sources":["a"],"names":[],"mappings":"AAAA"}}]}' . "\0abc");
seed('form', pack('v', 3) . "abc" . pack('H*', '1f8b08000000000000034b4c4a0600c241243503000000'));
seed('form', pack('v', 0) . pack('H*', '3b'));

# --- Small builds: the small files of each, and the documents. ---
my %builds;
push @{ $builds{ m{^fixtures/([^/]+)} ? $1 : '' } }, $_ for @fixtures;
for my $name (sort keys %builds) {
    for my $most (1_000, 4_000, 16_000) {
        my @parts;
        for my $path (@{ $builds{$name} }) {
            my $bytes = bytes($path);
            next if $bytes =~ /\0/ || length $bytes > $most;
            push @parts, ($path =~ s{^fixtures/[^/]+/}{}r) . "\n$bytes";
        }
        seed('site', join "\0", @parts) if @parts < 40;
    }
}

# --- Reports, alone and in pairs, without the white space. ---
my @reports = map { s/\n\s*//gr } map { bytes($_) } grep { !/\.(codeclimate|sarif|size-limit)\.json$/ } files('fixtures/expected', qr/\.json$/);
@reports = sort { length $a <=> length $b } @reports;
for my $at (0 .. $#reports) {
    seed('report', $reports[$at]);
    seed('baseline', "$reports[$at]\0$reports[$at]");
    seed('baseline', "$reports[$at]\0$reports[$at - 1]") if $at;
}
seed('history', join "\n", map { bytes($_) } files('fuzz/seeds/history', qr/./));

# --- What the tests of the readers say. ---
my @tests = (
    [qr{^src/parse/script/}, 'script'], [qr{^(src/graph/webpack|src/parse/script/webpack)}, 'webpack'],
    [qr{^tests/runtimes\.rs}, 'script'], [qr{^src/parse/(document|srcset|data_urls)}, 'document'],
    [qr{^src/parse/style}, 'style'], [qr{^src/parse/source_map|^src/packages/attribute}, 'source_map'],
    [qr{^src/parse/image_header/}, 'image'], [qr{^src/config/(tests/|[a-z_]+\.rs)}, 'budgets'],
    [qr{^src/config/import/|^tests/import}, 'import'], [qr{^src/outside/|^tests/outside}, 'outside'],
    [qr{^src/report/history/}, 'history'], [qr{^src/parse/(manifest/|ngsw)|^tests/manifests}, 'manifest'],
    [qr{^src/(report/json/read|report/baseline_file)}, 'baseline'],
);
for my $path (files('src', qr/\.rs$/), files('tests', qr/\.rs$/)) {
    my @targets = map { $_->[1] } grep { $path =~ $_->[0] } @tests;
    next if !@targets;
    for my $text (texts($path)) { seed($_, $text) for @targets }
}

# --- What was written by hand. ---
for my $path (files('fuzz/seeds', qr/./)) {
    seed($1, bytes($path)) if $path =~ m{^fuzz/seeds/([^/]+)/};
    # A baseline is compared with another one.
    seed('baseline', bytes($path) . "\0$_") for $path =~ m{/baseline/} ? (bytes($path), @reports[0 .. 2]) : ();
}

printf "%-12s %5d seeds\n", $_, $count{$_} for sort keys %count;
PERL
