# Short commands for the pages of the runbook. They change nothing, unless `graphql` is given a mutation.
#
#   export PREFIX=MeetAssist        # or MeetAssist-<copy>: what the alarm's name begins with
#   . docs/runbook/commands.sh
#
# Needed: bash, the AWS CLI 2 with a sign-in to the account and the region of the deployment, and curl for `graphql`.
# CloudShell, in the console of AWS, has them.

# What is wrong now: every alarm that has gone off, since when and why. Names of alarms begin with a capital letter, those
# of copies with a small one: MeetAssist-blue-FunctionErrors-api is none of MeetAssist.
alarms() {
  aws cloudwatch describe-alarms --state-value ALARM --alarm-name-prefix "$PREFIX-" --output text \
    --query 'MetricAlarms[].[AlarmName, StateTransitionedTimestamp || StateUpdatedTimestamp, StateReason]' |
    sed -n "/^$PREFIX-[[:upper:]]/p"
}

# What an alarm watches: `watched FunctionErrors-api` is the name of the api function.
watched() {
  aws cloudwatch describe-alarms --alarm-names "$PREFIX-$1" --output text \
    --query 'MetricAlarms[0].Dimensions[-1].Value'
}

# When an alarm went off and ended, the latest first: `history_of FunctionErrors-api`.
history_of() {
  aws cloudwatch describe-alarm-history --alarm-name "$PREFIX-$1" --history-item-type StateUpdate \
    --max-items 20 --output text --query 'AlarmHistoryItems[].[Timestamp, HistorySummary]'
}

# Runs a saved query over the last hour, or over so many minutes: `query 'Functions/Failures' 180`.
# Where the query has a place for an id, the third argument is that id: `query 'Functions/One request' 60 <id>`.
query() {
  local name="$PREFIX/$1" minutes="${2:-60}" id="${3:-}" text groups run status
  text=$(aws logs describe-query-definitions --query-definition-name-prefix "$name" --output text \
    --query "queryDefinitions[?name == '$name'] | [0].queryString")
  groups=$(aws logs describe-query-definitions --query-definition-name-prefix "$name" --output text \
    --query "queryDefinitions[?name == '$name'] | [0].logGroupNames")
  text=$(printf '%s' "$text" | sed "s/\"the [^\"]*\"/\"$id\"/")
  # The names of the groups are to be several arguments.
  # shellcheck disable=SC2086
  run=$(aws logs start-query --log-group-names $groups --query-string "$text" --output text \
    --start-time "$(($(date +%s) - minutes * 60))" --end-time "$(date +%s)" --query queryId)
  status=Running
  while [ "$status" = Running ] || [ "$status" = Scheduled ]; do
    sleep 1
    status=$(aws logs get-query-results --query-id "$run" --output text --query status)
  done
  aws logs get-query-results --query-id "$run" --output text \
    --query "results[*].[join('  ', [?field != '@ptr'].join('=', [field, value]))]"
}

# A metric of what an alarm watches, every five minutes of the last three hours:
# `metric_of DatabaseConnections AWS/RDS FreeableMemory Minimum`.
metric_of() {
  local dimension
  dimension=$(aws cloudwatch describe-alarms --alarm-names "$PREFIX-$1" --output text \
    --query "MetricAlarms[0].Dimensions[-1].join('', ['Name=', Name, ',Value=', Value])")
  aws cloudwatch get-metric-statistics --namespace "$2" --metric-name "$3" --statistics "$4" \
    --dimensions "$dimension" --period 300 \
    --start-time "$(($(date +%s) - 10800))" --end-time "$(date +%s)" --output text \
    --query "sort_by(Datapoints, &Timestamp)[].[Timestamp, $4]"
}

# Asks the API: `graphql '{ archiveStatus { state lastError } }'`. ENDPOINT is the address of the API, TOKEN that of an
# administrator; both are told at sign-in (docs/api.md).
graphql() {
  local document
  document=$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n' ' ')
  # By its input, so that no list of processes shows the token.
  printf 'Authorization: %s\n' "$TOKEN" | curl --silent --show-error "$ENDPOINT" --header @- \
    --header 'content-type: application/json' --data "{\"query\":\"$document\"}"
  echo
}
