# Short commands of the pages beside this one, and those of the runbook (`graphql`, `alarms`, `query`, …).
#
#   export PREFIX=MeetAssist        # or MeetAssist-<copy>: what the stacks' names begin with
#   . docs/deploy/commands.sh
#
# Needed: bash, Node.js, the AWS CLI 2 with a sign-in to the account and the region of the deployment, curl.

. docs/runbook/commands.sh

# An output of a stack: `output Api GraphqlUrl`.
output() {
  aws cloudformation describe-stacks --stack-name "$PREFIX-$1" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue"
}

# Signs in an administrator who has a password already: sets TOKEN (good for an hour) and ENDPOINT for `graphql`, and the
# same for `npm run smoke` and `npm run drill`. Asks for the password, and for the code of the app if there is one.
sign_in() {
  local answer challenge client code password pool user
  pool=$(output Auth UserPoolId)
  client=$(output Auth UserPoolClientId)
  read -rsp 'Password: ' password && echo
  # Over a pipe, for every process of the machine can read arguments.
  answer=$(EMAIL="$1" PASSWORD="$password" \
    node -p 'JSON.stringify({ USERNAME: process.env.EMAIL, PASSWORD: process.env.PASSWORD })' |
    aws cognito-idp admin-initiate-auth --user-pool-id "$pool" --client-id "$client" --output json \
      --auth-flow ADMIN_USER_PASSWORD_AUTH --auth-parameters file:///dev/stdin) || return
  challenge=$(told "$answer" ChallengeName)
  if [ "$challenge" = SOFTWARE_TOKEN_MFA ]; then
    read -rp 'Code of the app: ' code
    user=$(told "$answer" ChallengeParameters USER_ID_FOR_SRP)
    answer=$(aws cognito-idp admin-respond-to-auth-challenge --user-pool-id "$pool" \
      --client-id "$client" --challenge-name "$challenge" --session "$(told "$answer" Session)" \
      --challenge-responses "USERNAME=$user,SOFTWARE_TOKEN_MFA_CODE=$code" --output json) || return
  elif [ -n "$challenge" ]; then
    echo "Cognito asks for $challenge: sign in once in the browser first." >&2
    return 1
  fi
  TOKEN=$(told "$answer" AuthenticationResult AccessToken)
  ENDPOINT=$(output Api GraphqlUrl)
  export TOKEN ENDPOINT MEETASSIST_TOKEN="$TOKEN"
}

# A text inside JSON, by names from the outside in; nothing when it is not there.
told() {
  printf '%s' "$1" | node -e '
    let value = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const name of process.argv.slice(1)) value = value?.[name];
    process.stdout.write(value ?? "");' -- "${@:2}"
}
