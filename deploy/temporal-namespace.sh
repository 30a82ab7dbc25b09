#!/bin/sh
# Makes the namespace (histories are kept 30 days) and the typed attributes that runs are searched by.
# What exists already is left; any other refusal ends with 1, and nothing that waits for this starts.
set -eu
attributes='SillageJob=Keyword SillageAsset=Keyword SillageSource=Keyword SillageTrigger=Keyword SillageHealth=Keyword SillageRows=Int SillageQuarantined=Int SillageWatermark=Datetime'

unless_known() {
  if answer=$("$@" 2>&1); then return 0; fi
  case $answer in
    *'already exist'* | *'already registered'*) return 0 ;;
  esac
  printf '%s\n' "$answer" >&2
  return 1
}

# A server that has just started answers before its namespaces can be used.
until_answered() {
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge "${TRIES:-60}" ]; then
      "$@" >&2 || true
      printf 'Temporal at %s did not answer in time.\n' "$TEMPORAL_ADDRESS" >&2
      exit 1
    fi
    sleep "${PAUSE:-2}"
  done
}

until_answered temporal operator cluster health
unless_known temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
until_answered temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE"
for attribute in $attributes; do
  unless_known temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name "${attribute%=*}" --type "${attribute#*=}"
done
