#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Train a model for some minutes, then measure it: everything for a machine that is lent briefly.
#
#   train_and_measure.sh MODEL MINUTES OUT SETS PHOTOS... [OPTIONS of liif train]
#
# OUT gets the model, its states and log, and rows.json of "liif bench quality" on SETS (a folder;
# left out where it is not there). What OUT holds of an earlier call is gone on with; MINUTES count
# from its beginning.
set -eu
model=$1 minutes=$2 out=$3 sets=$4
shift 4
resume=""
[ -f "$out/resume.pt" ] && resume="--resume=$out/resume.pt"
liif="${PYTHON:-python3} -m liif_core.cli"
# shellcheck disable=SC2086 - words on purpose
$liif train --model "$model" --minutes "$minutes" --out "$out" $resume --data "$@"
if [ -d "$sets" ]; then
    known=$(cd "$sets" && ls -d set5 set14 b100 live1 2>/dev/null | paste -sd, -)
    $liif bench quality --model "$out" --sets "$known" --data "$sets" --json "$out/rows.json"
fi
