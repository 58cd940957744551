#!/bin/sh
# The answer key of synthetic reports as a confusion table: synth, read, audit, score in a temporary folder.
# Usage: confusion.sh GONGKAI COUNT DEFECTS SEED FORMATS [--workers N]; exit code of `corpus score`.
set -eu
gongkai=$1 count=$2 defects=$3 seed=$4 formats=$5
shift 5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
"$gongkai" corpus synth "$count" -o "$folder/reports" --defects "$defects" --seed "$seed" --formats "$formats" "$@"
"$gongkai" corpus read "$folder/reports" -o "$folder/store" "$@"
"$gongkai" corpus audit "$folder/store" > /dev/null || [ $? -eq 1 ]
"$gongkai" corpus score "$folder/store" "$folder/reports/answers.json"
